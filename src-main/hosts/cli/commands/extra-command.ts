import type { CommandContext, Outcome } from '../context.ts';
import type { RawValue } from '../program/read-input.ts';
import type { ExtraOption } from './behaviour.ts';

/** A command that is no procedure's. */
export interface ExtraCommand {
  readonly command: string;
  readonly summary: string;
  readonly arguments: readonly { readonly syntax: string; readonly description: string }[];
  readonly options: readonly ExtraOption[];
  run(words: readonly RawValue[], options: Readonly<Record<string, RawValue>>, context: CommandContext): Promise<Outcome>;
}
