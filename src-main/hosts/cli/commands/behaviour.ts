import type { CommandContext, Outcome } from '../context.ts';
import type { CommandSpec } from '../program/command-specs.ts';
import type { RawValue } from '../program/read-input.ts';

/** An option that only the command line knows. */
export interface ExtraOption {
  /** As commander has it, for example `--detach-key <key>`. */
  readonly flags: string;
  /** English; translated like the contract's texts. */
  readonly description: string;
}

/**
 * What a command of the contract does besides calling its procedure. Without one, the input is read, the procedure called and
 * the result shown.
 */
export interface Behaviour {
  readonly options?: readonly ExtraOption[];
  /** True when its output is not a JSON document, so that `--json` is refused. */
  readonly raw?: boolean;
  /** Adds what only the command line knows to the input, before it is checked. */
  complete?(input: Record<string, unknown>, context: CommandContext): Record<string, unknown>;
  /** Takes the whole command over. */
  run?(call: Call, context: CommandContext): Promise<Outcome>;
  /** Shows a result for a person. */
  view?(value: unknown, context: CommandContext): string;
}

/** One use of a command: its checked input and the extra options. */
export interface Call {
  readonly spec: CommandSpec;
  readonly input: unknown;
  readonly extra: Readonly<Record<string, RawValue>>;
}
