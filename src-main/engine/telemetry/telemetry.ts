import { isDeepStrictEqual } from 'node:util';
import { errorCode } from '../../holder/file-errors.ts';
import type { SettingsService } from '../settings/index.ts';
import type { Logger } from '../types.ts';
import type { AnsweredCall, Exporting, TelemetryConfig, TelemetryProblem, TelemetrySources } from './types.ts';

/** Metrics and traces, off until a setting switches them on. */
export interface Telemetry {
  /** Measures a call; costs nothing while it is off. */
  called(call: AnsweredCall): void;
  /** Whether what the settings want is under way, once the last change of them was followed. */
  state(): Promise<'off' | 'on' | TelemetryProblem>;
  close(): Promise<void>;
}

export interface TelemetryOptions {
  readonly settings: Pick<SettingsService, 'current' | 'onChange'>;
  readonly sources: TelemetrySources;
  readonly logger: Logger;
}

/** Follows the settings: what is chosen is begun, and what was chosen before is ended, without a restart of the engine. */
export function createTelemetry({ settings, sources, logger }: TelemetryOptions): Telemetry {
  let exporting: Exporting | null = null;
  let problem: TelemetryProblem | null = null;
  let wanted: TelemetryConfig | null = null;
  let changing: Promise<void> = Promise.resolve();

  const change = async (config: TelemetryConfig | null): Promise<void> => {
    const before = exporting;
    exporting = null;
    problem = null;
    await before?.close();
    if (config === null || config.export === 'off') return;
    try {
      // Only here: what is switched off is not even read at a start.
      const { startExporting } = await import('./exporting.ts');
      exporting = await startExporting(config, sources, logger);
      logger.info('measurements are exported', { to: config.export === 'otlp' ? config.endpoint : `127.0.0.1:${config.port}` });
    } catch (error) {
      const port = config.export === 'prometheus' ? { port: config.port } : {};
      problem = { ...port, reason: errorCode(error) || String(error) };
      logger.error('measurements cannot be exported', { ...port, reason: String(error) });
    }
  };
  const follow = (config: TelemetryConfig | null): void => {
    if (isDeepStrictEqual(config, wanted)) return;
    wanted = config;
    changing = changing.then(() => change(config));
  };

  follow(settings.current.telemetry);
  const deaf = settings.onChange(({ telemetry }) => follow(telemetry));
  return {
    called: (call) => exporting?.called(call),
    async state() {
      await changing;
      return problem ?? (exporting === null ? 'off' : 'on');
    },
    async close() {
      deaf();
      follow(null);
      await changing;
    },
  };
}
