import type { Holders } from '../holders/index.ts';

/** What the demo needs of the holders. */
export type DemoHolders = Pick<Holders, 'spawn' | 'child' | 'clientOf' | 'refresh' | 'onEvent' | 'lostAtStart' | 'endLost'>;

/** The demo, ready: sessions that are launched with these talk to the scripted model. */
export interface Demo {
  /** Program to launch as `kimi`: the installed package's; null when there is none and the machine's own has to be found. */
  readonly kimiPath: string | null;
  /** Added to the environment of every kimi. */
  readonly kimiEnv: Readonly<Record<string, string>>;
  /** `127.0.0.1:<port>` of the scripted model. */
  readonly address: string;
  /** Ends the watch over the model. The model itself is stopped only when no other child is left that may need it. */
  close(): Promise<void>;
}
