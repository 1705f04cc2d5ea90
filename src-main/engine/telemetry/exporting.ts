import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DiagLogLevel, diag, type Meter, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { type IMetricReader, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { settlesWithin } from '#shared/settles-within.ts';
import type { Logger } from '../types.ts';
import { servePrometheus } from './prometheus.ts';
import { type Receiver, receiverNews } from './receiver.ts';
import type { AnsweredCall, Exporting, TelemetryConfig, TelemetrySources } from './types.ts';

/** A receiver that takes longer than this for the last batch is not waited for; below what the engine gives one part to end in (1 s). */
const LAST_BATCH_MS = 800;
/** Longest time for one batch, ms. */
const BATCH_MS = 10_000;
/** How often the event loop's delay is sampled, ms. */
const LOOP_RESOLUTION_MS = 20;
/**
 * Ends of the classes that calls are counted in by how long they took, seconds: from the 0.5 ms of what is answered from memory to the 10 s
 * after which people have given up. The library's own are meant for milliseconds: every call would be in the second of them.
 */
const CALL_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Begins to measure and to export. @throws NodeJS.ErrnoException when the port of the Prometheus endpoint cannot be listened on */
export async function startExporting(config: TelemetryConfig, sources: TelemetrySources, logger: Logger): Promise<Exporting> {
  // The library tells nobody else what fails; a receiver that is away is no reason to end anything.
  const receiver = receiverNews(logger);
  const tell = (message: string): void => receiver.complained(message);
  diag.setLogger(
    { error: tell, warn: tell, info: () => undefined, debug: () => undefined, verbose: () => undefined },
    {
      logLevel: DiagLogLevel.WARN,
      suppressOverrideMessage: true,
    },
  );
  const resource = resourceFromAttributes({ 'service.name': 'kimi-shell', 'service.version': sources.version });
  const ends: (() => Promise<void>)[] = [];
  const provider = new MeterProvider({ resource, readers: [await readerOf(config, receiver, ends)] });
  ends.push(() => provider.shutdown());
  const record = measure(provider.getMeter('kimi-shell'), sources, ends);
  const tracer = config.export === 'otlp' ? tracerOf(config, receiver, resource, ends) : null;
  return {
    called(call) {
      record(call);
      if (tracer !== null) trace(tracer, call);
    },
    async close() {
      await settlesWithin(Promise.allSettled(ends.map((end) => end())), LAST_BATCH_MS);
    },
  };
}

async function readerOf(config: TelemetryConfig, receiver: Receiver, ends: (() => Promise<void>)[]): Promise<IMetricReader> {
  if (config.export === 'prometheus') {
    const { reader, close } = await servePrometheus(config.port);
    ends.push(close);
    return reader;
  }
  const every = config.intervalSeconds * 1000;
  const longest = Math.min(every, BATCH_MS);
  // It gives up before its reader does: only the exporter says what was amiss.
  const exporter = new OTLPMetricExporter({ url: `${baseOf(config)}/v1/metrics`, timeoutMillis: 0.9 * longest });
  return new PeriodicExportingMetricReader({
    exporter: receiver.watched('metrics', exporter),
    exportIntervalMillis: every,
    exportTimeoutMillis: longest,
  });
}

function tracerOf(config: TelemetryConfig, receiver: Receiver, resource: Resource, ends: (() => Promise<void>)[]): Tracer {
  const exporter = receiver.watched('traces', new OTLPTraceExporter({ url: `${baseOf(config)}/v1/traces`, timeoutMillis: BATCH_MS }));
  const spans = new BatchSpanProcessor({ exporter, scheduledDelayMillis: config.intervalSeconds * 1000 });
  const provider = new TracerProvider({ resource, spanProcessors: [spans] });
  ends.push(() => provider.shutdown());
  return provider.getTracer('kimi-shell');
}

function baseOf({ endpoint }: TelemetryConfig): string {
  return endpoint.replace(/\/+$/, '');
}

/** Makes the instruments; what it returns records a call. */
function measure(meter: Meter, sources: TelemetrySources, ends: (() => Promise<void>)[]): (call: AnsweredCall) => void {
  const durations = meter.createHistogram('kimi_shell.call.duration', {
    unit: 's',
    description: 'Time until a call was answered',
    advice: { explicitBucketBoundaries: CALL_SECONDS },
  });
  meter
    .createObservableGauge('kimi_shell.sessions', { description: 'Sessions, ended ones too' })
    .addCallback(async (result) => result.observe(await sources.sessions()));
  meter
    .createObservableCounter('kimi_shell.recoveries', { description: 'How often a part of the engine was started again' })
    .addCallback((result) => {
      for (const [part, count] of Object.entries(sources.recoveries())) result.observe(count, { part });
    });
  meter.createObservableGauge('kimi_shell.memory', { unit: 'By', description: 'Memory of the engine' }).addCallback((result) => {
    const { rss, heapUsed } = process.memoryUsage();
    result.observe(rss, { kind: 'rss' });
    result.observe(heapUsed, { kind: 'heap' });
  });
  const delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  delay.enable();
  ends.push(async () => void delay.disable());
  meter
    .createObservableGauge('kimi_shell.event_loop.delay', {
      unit: 's',
      description: 'How late the event loop came back, since the last time',
    })
    .addCallback((result) => {
      for (const [quantile, nanoseconds] of [
        ['0.5', delay.percentile(50)],
        ['0.99', delay.percentile(99)],
        ['1', delay.max],
      ] as const)
        result.observe(nanoseconds / 1e9, { quantile });
      delay.reset();
    });
  return ({ procedure, ms, result }) => durations.record(ms / 1000, { procedure, result });
}

/** A span for a call that is over: what it started has none of its own, and is found in the logs by the call's name. */
function trace(tracer: Tracer, { procedure, ms, result, call }: AnsweredCall): void {
  const end = Date.now();
  const attributes = { 'rpc.method': procedure, 'kimi_shell.result': result, ...(call === undefined ? {} : { 'kimi_shell.call': call }) };
  const span = tracer.startSpan(procedure, { kind: SpanKind.SERVER, startTime: end - ms, attributes });
  if (result !== 'ok') span.setStatus({ code: SpanStatusCode.ERROR, message: result });
  span.end(end);
}
