import type { Terminal } from '@xterm/xterm';
import type { ScreenLook } from './xterm-screen.ts';

/** What replaying a recording needs of a screen. */
export interface ReplayScreen {
  readonly terminal: Pick<Terminal, 'write' | 'resize' | 'loadAddon' | 'cols' | 'rows'>;
  /** Writes; resolves when it was parsed. */
  write(data: string | Uint8Array): Promise<void>;
  /** Marks what is parsed from here on as old (`false`) or live bytes; nothing in old bytes is answered. */
  setLive(live: boolean): void;
  setLook(look: ScreenLook): void;
  dispose(): void;
}
