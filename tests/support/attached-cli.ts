import * as pty from 'node-pty';
import { cliCommand } from './cli.ts';

/** `kimi-shell session attach` in a terminal of a person's own. */
export interface AttachedCli {
  /** All that it has written to that terminal. */
  said(): string;
  type(text: string): void;
  /** Leaves the session; resolves when the command has ended. */
  end(): Promise<void>;
}

/** Attaches to a session in a terminal of the given size. */
export function attachedCli(dataFolder: string, session: string, size: { readonly cols: number; readonly rows: number }): AttachedCli {
  const { file, args, env } = cliCommand(dataFolder, ['session', 'attach', session]);
  const child = pty.spawn(file, args, { ...size, name: 'xterm-256color', cwd: dataFolder, env });
  let said = '';
  child.onData((data) => {
    said += data;
  });
  const ended = new Promise<void>((resolve) => {
    child.onExit(() => resolve());
  });
  return {
    said: () => said,
    type: (text) => child.write(text),
    end: () => {
      child.write('\u001d');
      return ended;
    },
  };
}
