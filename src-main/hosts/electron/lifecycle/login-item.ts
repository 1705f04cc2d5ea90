import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from 'electron';

/** Whether the app starts at login, and how. */
export interface LoginWish {
  readonly start: boolean;
  readonly hidden: boolean;
}

/** How the system is told that the app starts at login. */
export interface LoginItem {
  set(wish: LoginWish): Promise<void>;
}

export interface LoginItemOptions {
  readonly app: Pick<App, 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  /** The program to start: of an AppImage the image, since what runs is gone with its mount. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
}

/** Electron knows how on macOS and Windows; on Linux it is a file that every desktop reads (XDG autostart). */
export function loginItem(options: LoginItemOptions): LoginItem {
  const { app, platform, program, env, home } = options;
  if (platform === 'linux') return autostartFile(join(configFolder(env, home), 'autostart', 'kimi-shell.desktop'), program);
  return {
    async set({ start, hidden }) {
      // macOS takes no arguments; there the app asks how it was started (`wasOpenedAtLogin`).
      const own = platform === 'win32' ? { path: program, args: hidden ? ['--hidden'] : [] } : {};
      app.setLoginItemSettings({ openAtLogin: start, ...own });
    },
  };
}

/** Whether this start is one that is to stay hidden: at login, as the person set it. */
export function startsHidden(
  app: Pick<App, 'getLoginItemSettings'>,
  { hidden, startHidden, platform }: { readonly hidden: boolean; readonly startHidden: boolean; readonly platform: NodeJS.Platform },
): boolean {
  return hidden || (platform === 'darwin' && startHidden && app.getLoginItemSettings().wasOpenedAtLogin);
}

function configFolder(env: NodeJS.ProcessEnv, home: string): string {
  const { XDG_CONFIG_HOME: folder = '' } = env;
  // The specification has relative ones ignored.
  return folder.startsWith('/') ? folder : join(home, '.config');
}

function autostartFile(path: string, program: string): LoginItem {
  return {
    async set({ start, hidden }) {
      const wanted = start ? desktopEntry(program, hidden) : null;
      if ((await contentOf(path)) === wanted) return;
      if (wanted === null) {
        await rm(path, { force: true });
        return;
      }
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, wanted);
    },
  };
}

function desktopEntry(program: string, hidden: boolean): string {
  const exec = [quoted(program), ...(hidden ? ['--hidden'] : [])].join(' ');
  return `[Desktop Entry]\nType=Application\nName=Kimi Shell\nExec=${exec}\nIcon=kimi-shell\nTerminal=false\nX-GNOME-Autostart-enabled=true\n`;
}

/** As the Desktop Entry Specification has it: in quotes, with a backslash before four characters, all backslashes doubled, % doubled. */
function quoted(program: string): string {
  const inQuotes = program.replaceAll(/[\\"`$]/g, (character) => `\\${character}`);
  return `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
