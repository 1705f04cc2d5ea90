import type { Holders } from '../holders/index.ts';
import type { Command } from './kimi-program.ts';

/** What the demo needs of the holders. */
export type DemoHolders = Pick<Holders, 'spawn' | 'child' | 'clientOf' | 'refresh' | 'onEvent' | 'lostAtStart' | 'endLost'>;

/** The demo, ready: sessions that are launched with these talk to the scripted model. */
export interface Demo {
  /** What to launch as `kimi`, and what its environment gets besides. */
  readonly kimi: Command & { readonly env: Readonly<Record<string, string>> };
  /** `127.0.0.1:<port>` of the scripted model. */
  readonly address: string;
  /** Ends the watch over the model. The model itself is stopped only when no other child is left that may need it. */
  close(): Promise<void>;
}
