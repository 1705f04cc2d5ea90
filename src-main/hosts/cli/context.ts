import type { Connection } from './engine/client.ts';
import type { Door } from './engine/door.ts';
import type { CliInstallation } from './engine/installation.ts';
import type { ExitCode } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import type { Texts } from './output/language.ts';
import type { Style } from './output/style.ts';

/** Everything a command may use. */
export interface CommandContext {
  readonly io: CliIo;
  readonly texts: Texts;
  readonly json: boolean;
  /** For stdout. */
  readonly style: Style;
  readonly dataFolder: string;
  readonly door: Door;
  readonly installation: CliInstallation;
  /** The way to the engine, made on first use and closed with the command. `start` starts an engine where none runs (default). */
  engine(options?: { readonly start?: boolean }): Promise<Pick<Connection, 'call'>>;
}

/** What a command leaves: a result that is printed (as JSON or for a person), or an exit code when it wrote for itself. */
export type Outcome =
  | { readonly kind: 'result'; readonly value: unknown; readonly text: string; readonly exit?: ExitCode }
  | { readonly kind: 'done'; readonly exit: ExitCode };
