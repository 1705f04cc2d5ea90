import type { Settings } from '#shared/contract/index.ts';

/** Where measurements go, and how often. */
export type TelemetryConfig = Settings['telemetry'];

/** A call of the contract that was answered. */
export interface AnsweredCall {
  readonly procedure: string;
  readonly ms: number;
  /** `ok`, or the code of the error. */
  readonly result: string;
  /** By this name it is found in the logs. */
  readonly call: string | undefined;
}

/** What is asked for when a measurement is due. */
export interface TelemetrySources {
  readonly version: string;
  sessions(): Promise<number>;
  /** How often each part was started again since the engine began. */
  recoveries(): Readonly<Record<string, number>>;
}

/** Why nothing is exported although it is wanted. */
export interface TelemetryProblem {
  /** The port of the Prometheus endpoint, where that is what it cannot have. */
  readonly port?: number;
  /** The code that the system gave, or what was thrown. */
  readonly reason: string;
}

/** Measurements under way to where they are wanted. */
export interface Exporting {
  called(call: AnsweredCall): void;
  /** Sends what is there, for a moment at most, and ends. */
  close(): Promise<void>;
}
