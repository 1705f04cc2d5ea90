import type { TicketClaims } from '../gateway/types.ts';
import type { HolderTools } from './holders/index.ts';
import type { Runtime } from './runtime/index.ts';
import type { MirrorProcess, Spools } from './terminals/index.ts';
import type { Logger } from './types.ts';

/** What the engine takes from the other processes' folders. One place, so that the rest knows only its own interfaces. */
export interface EngineParts {
  holderTools(options: { readonly dataFolder: string; readonly runtime: Runtime; readonly logger: Logger }): HolderTools;
  spools(dataFolder: string): Spools;
  startMirror(options: { readonly dataFolder: string; readonly runtime: Runtime; readonly logger: Logger }): Promise<MirrorProcess>;
  signTicket(claims: TicketClaims, key: string): string;
  /** Where a socket of this name is for a data folder, whatever the length of its path. */
  socketPath(dataFolder: string, name: string): string;
}
