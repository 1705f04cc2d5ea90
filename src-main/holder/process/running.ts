import type { ChildSpec, ExitRecord } from '../types.ts';
import type { InputSink } from './fd-sink.ts';

/** A child's program while it runs, whether it has a terminal or pipes. */
export interface RunningProcess {
  readonly pid: number;
  readonly input: InputSink;
  /** Stops and resumes reading its output; the kernel then stops the program when its buffer is full. */
  setPaused(paused: boolean): void;
  /** @throws Error when the terminal is gone */
  resize(cols: number, rows: number): void;
  /** Ends the input of a child with pipes; a terminal's input has no end of its own. */
  endInput(): void;
}

export interface ProcessListener {
  /** The buffer is the listener's from now on. */
  onData(bytes: Buffer): void;
  /** Whether small pieces are put together by the listener: then reading ahead for larger ones is of no use. */
  gathers(): boolean;
  /** The program ended (at `exit.at`) and all its output was handed over. Called once, last. */
  onEnd(exit: ExitRecord): void;
}

export type StartOptions = Pick<ChildSpec, 'file' | 'args' | 'cwd' | 'env' | 'cols' | 'rows'>;
