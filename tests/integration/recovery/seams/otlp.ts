import { once } from 'node:events';
import { Agent, createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import { createTelemetry, type Telemetry } from '#main/engine/telemetry/index.ts';
import { Settings } from '#shared/contract/index.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { until } from '../../../support/until.ts';
import { type Cell, NO_DATABASE, NO_FILE, type Outcome, recovers, type Seam, systemError } from './types.ts';

/** What is looked at of a batch. */
interface Batch {
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly name: string;
        readonly histogram?: { readonly dataPoints: readonly { readonly count: number }[] };
      }[];
    }[];
  }[];
  readonly resourceSpans?: readonly { readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string }[] }[] }[];
}

/** A batch that reached the receiver. */
interface Arrival {
  readonly path: string;
  readonly at: number;
  readonly taken: boolean;
  readonly batch: Batch;
}

/** What a receiver does instead of taking a batch. */
type Refusal = (response: ServerResponse) => void;

/** A receiver on this machine. */
async function receiver(refusal: (path: string) => Refusal | null) {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const refuse = refusal(path);
      const batch = JSON.parse(Buffer.concat(chunks).toString()) as Batch;
      arrivals.push({ path, at: performance.now(), taken: refuse === null, batch });
      if (refuse === null) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      else refuse(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const taken = () => arrivals.filter((arrival) => arrival.taken).map(({ batch }) => batch);
  return {
    port: (server.address() as AddressInfo).port,
    arrivals,
    /** Procedures of the calls whose traces came. */
    traces: () =>
      taken()
        .flatMap(({ resourceSpans }) => resourceSpans ?? [])
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name))),
    /** How many calls the newest metrics count. */
    counted: () =>
      (taken().findLast(({ resourceMetrics }) => resourceMetrics !== undefined)?.resourceMetrics ?? [])
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
        .filter(({ name }) => name === 'kimi_shell.call.duration')
        .flatMap(({ histogram }) => histogram?.dataPoints ?? [])
        .reduce((sum, { count }) => sum + count, 0),
  };
}

/** Measurements of an engine that is asked nothing but what `call` says. */
async function exporting(port: number, intervalSeconds: number) {
  const logger = testLogger();
  const current = Settings.parse({ telemetry: { export: 'otlp', endpoint: `http://127.0.0.1:${port}`, intervalSeconds } });
  const telemetry: Telemetry = createTelemetry({
    settings: { current, onChange: () => () => undefined },
    sources: { version: '1', sessions: async () => 0, recoveries: () => ({}) },
    logger,
  });
  onTestFinished(() => telemetry.close());
  await until('it is exported', () => logger.lines.some(({ message }) => message === 'measurements are exported'));
  return {
    call: (procedure: string) => telemetry.called({ procedure, ms: 5, result: 'ok', call: undefined }),
    lines: () => logger.lines.slice(1),
  };
}

/** The first batch of each kind is refused, and sent again after at least `waitMs`: everything arrives once, and nothing is said of it. */
async function sentAgain(refusal: Refusal, waitMs = 0): Promise<void> {
  const refused = new Set<string>();
  const there = await receiver((path) => {
    if (refused.has(path)) return null;
    refused.add(path);
    return refusal;
  });
  const { call, lines } = await exporting(there.port, 5);
  call('session.list');
  await until('traces and metrics came', () => there.traces().length > 0 && there.counted() > 0);
  if (refused.size !== 2 || there.traces().join() !== 'session.list' || there.counted() !== 1) {
    throw new Error(`${[...refused]} refused; ${there.traces()}; ${there.counted()} counted`);
  }
  for (const path of refused) {
    const [first, second] = there.arrivals.filter((arrival) => arrival.path === path);
    const waited = (second?.at ?? 0) - (first?.at ?? 0);
    // Timers may be a millisecond early.
    if (waited < waitMs - 2) throw new Error(`${path} was sent again after ${waited} ms`);
  }
  if (lines().length > 0) throw new Error(JSON.stringify(lines()));
}

/**
 * No batch of either kind arrives for a while. Calls go on; the traces of that while are lost, of the metrics nothing; the log has it once that they
 * are not taken, and once that they are again.
 */
async function away(port: number, counted: () => number, traces: () => readonly string[], back: () => void): Promise<Outcome> {
  const { call, lines } = await exporting(port, 1);
  call('session.list');
  await until(
    'each kind is given up',
    () => ['metrics', 'traces'].every((kind) => lines().some(({ fields }) => fields.kind === kind)),
    25_000,
  );
  call('session.show');
  back();
  await until('the next traces came', () => traces().includes('session.show'));
  await until('the metrics have both calls', () => counted() === 2);
  if (traces().includes('session.list')) throw new Error('the traces of that while are not lost');
  const said = await until('it is said', () => {
    const grave = lines().filter(({ level }) => level !== 'debug');
    return grave.length > 1 && grave.map(({ level, message }) => `${level}: ${message}`);
  });
  const expected = ['warn: measurements are not exported; the next ones are tried all the same', 'info: measurements are exported again'];
  if (said.join() !== expected.join()) throw new Error(said.join());
  return 'goes on';
}

/** A receiver that takes a batch and never answers. */
async function silent(): Promise<Outcome> {
  let hangs = true;
  const { port, counted, traces } = await receiver(() => (hangs ? () => undefined : null));
  return away(port, counted, traces, () => {
    hangs = false;
  });
}

/** The system gives no connection to the receiver. */
async function notConnected(code: string): Promise<Outcome> {
  const { port, counted, traces } = await receiver(() => null);
  const connecting = vi.spyOn(Agent.prototype, 'createConnection').mockImplementation(() => new Socket().destroy(systemError(code)));
  onTestFinished(() => connecting.mockRestore());
  return away(port, counted, traces, () => connecting.mockRestore());
}

const goesOn = (run: () => Promise<Outcome>): Cell => ({ expected: 'goes on', passes: true, run });
const refuses =
  (status: number, headers: Readonly<Record<string, string>> = {}): Refusal =>
  (response) =>
    void response.writeHead(status, headers).end();

export const engineToOtlp: Seam = {
  name: 'engine → OTLP receiver',
  sources: ['engine/telemetry'],
  cells: {
    'time-out': goesOn(silent),
    reset: recovers(() => sentAgain((response) => void response.socket?.destroy())),
    '429': recovers(() => sentAgain(refuses(429, { 'retry-after': '2' }), 2000)),
    '503': recovers(() => sentAgain(refuses(503))),
    EAGAIN: goesOn(() => notConnected('EAGAIN')),
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: NO_FILE,
    EIO: NO_FILE,
    EMFILE: goesOn(() => notConnected('EMFILE')),
  },
};
