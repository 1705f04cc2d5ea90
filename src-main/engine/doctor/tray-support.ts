import { execFile } from 'node:child_process';

/** Whether the desktop shows tray icons: `unknown` where nothing here can ask. */
export type TraySupport = 'yes' | 'no' | 'unknown';

/** The bus answers at once, or is not there. ms */
const ANSWER_MS = 2_000;

/** Who shows the icons of applications has this name on the person's bus; GNOME has it only with an extension. */
const WATCHER = 'org.kde.StatusNotifierWatcher';

const BUS = 'org.freedesktop.DBus';
/** Programs that can ask the bus; desktops have at least one of them. */
const QUESTIONS: readonly (readonly [program: string, ...args: string[]])[] = [
  ['gdbus', 'call', '--session', '--dest', BUS, '--object-path', '/org/freedesktop/DBus', '--method', `${BUS}.NameHasOwner`, WATCHER],
  ['busctl', '--user', 'call', BUS, '/org/freedesktop/DBus', BUS, 'NameHasOwner', 's', WATCHER],
  ['dbus-send', '--session', '--print-reply', `--dest=${BUS}`, '/org/freedesktop/DBus', `${BUS}.NameHasOwner`, `string:${WATCHER}`],
];

/** Asks whether an icon in the tray would be seen. Only Linux has desktops without a tray. */
export async function traySupport(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<TraySupport> {
  if (platform !== 'linux') return 'yes';
  for (const [program, ...args] of QUESTIONS) {
    const answer = await ask(program, args, env);
    if (answer !== null) return /\btrue\b/.test(answer) ? 'yes' : /\bfalse\b/.test(answer) ? 'no' : 'unknown';
  }
  return 'unknown';
}

function ask(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    // A bus that cannot be reached and a program that is missing say the same here: nothing.
    execFile(program, [...args], { env, timeout: ANSWER_MS }, (error, stdout) => resolve(error === null ? stdout : null));
  });
}
