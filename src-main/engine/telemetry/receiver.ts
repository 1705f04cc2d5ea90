import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { Logger } from '../types.ts';

/** What came of a batch, as exporters say it; there is an error whenever it was not taken. */
type Outcome = Parameters<Parameters<PushMetricExporter['export']>[1]>[0];

/** What is told of an OTLP receiver. */
export interface Receiver {
  /** The same exporter, whose batches are watched. @param kind of what it sends, one exporter each */
  watched<Batch, E extends { export(batch: Batch, done: (outcome: Outcome) => void): void }>(kind: string, exporter: E): E;
  /** What the library says: of no account while it is known that batches are not taken. */
  complained(reason: string): void;
}

/**
 * Says once that a receiver does not take what it is sent, and once that it does again: a receiver that is away for a night would otherwise fill
 * the log, and push out of it what matters. Each of its failures is in the log at the level `debug`.
 */
export function receiverNews(logger: Logger): Receiver {
  const failing = new Set<string>();

  function refused(kind: string, reason: string): void {
    const known = failing.size > 0;
    failing.add(kind);
    if (known) logger.debug('a batch was not exported', { kind, reason });
    else logger.warn('measurements are not exported; the next ones are tried all the same', { kind, reason });
  }

  function taken(kind: string): void {
    if (failing.delete(kind) && failing.size === 0) logger.info('measurements are exported again');
  }

  return {
    watched(kind, exporter) {
      const send = exporter.export.bind(exporter);
      exporter.export = (batch, done) =>
        send(batch, (outcome) => {
          // Before the library hears of it, which complains then.
          if (outcome.error === undefined) taken(kind);
          else refused(kind, outcome.error.message);
          done(outcome);
        });
      return exporter;
    },
    complained(reason) {
      if (failing.size > 0) logger.debug('a batch was not exported', { reason });
      else logger.warn('a measurement was not exported', { reason });
    },
  };
}
