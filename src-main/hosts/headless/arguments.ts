import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EngineKind } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** Who starts a headless host; the desktop brings its own. */
export type HostKind = Exclude<EngineKind, 'desktop'>;
const HostKind = EngineKind.exclude(['desktop']);

/** What the host was asked to do. */
export interface HostArguments {
  readonly demo: boolean;
  /** Port wanted for the page; null: the one of last time, else any free one. */
  readonly port: number | null;
  /** Take the data folder over from whoever has it. */
  readonly takeOver: boolean;
  /** Open the page in the person's browser. */
  readonly open: boolean;
  /** Who starts this engine. Only a person (`serve`) is shown the link that lets a browser in. */
  readonly kind: HostKind;
  /** Settings for as long as this engine runs, by dotted name. */
  readonly flags: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly dataFolder: string;
}

export const HOST_USAGE = `usage: headless.js [--demo] [--port N] [--open] [--for KIND] [--take-over] [--set KEY=VALUE] [--data FOLDER]

  --demo         the real Kimi CLI against a scripted model
  --port N       port of the page on 127.0.0.1 (default: the one of last time)
  --open         open the page in the browser
  --for KIND     who starts it: serve, a person (default); call, a command in the background, which is told "ready" instead
                 of the link; service, the system's service manager, whose log gets no link either
  --take-over    end the engine that runs for the data folder, also one that does not answer, and take its place
  --set KEY=VALUE  a setting for as long as it runs, for example terminal.fontSize=14; may be repeated
  --data FOLDER  data folder (default: KIMI_SHELL_HOME, else ~/.kimi-shell, with --demo ~/.kimi-shell-demo)
`;

/**
 * Reads the host's command line. `'help'` when that was asked for.
 * @throws KimiError INVALID_INPUT
 */
export function parseHostArguments(argv: readonly string[], env: NodeJS.ProcessEnv): HostArguments | 'help' {
  const values = parse(argv);
  if (values.help) return 'help';
  return {
    demo: values.demo,
    port: values.port === undefined ? null : portOf(values.port),
    open: values.open,
    kind: kindOf(values.for),
    takeOver: values['take-over'],
    flags: Object.fromEntries(values.set.map(pairOf)),
    dataFolder: dataFolderOf(values.data ?? env.KIMI_SHELL_HOME, values.demo),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        demo: { type: 'boolean', default: false },
        port: { type: 'string' },
        open: { type: 'boolean', default: false },
        'take-over': { type: 'boolean', default: false },
        for: { type: 'string', default: 'serve' },
        set: { type: 'string', multiple: true, default: [] },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    // Node's own words are English; the option is named in quotes.
    const message = error instanceof Error ? error.message : String(error);
    const [, field] = /^Unknown option '([^']*)'/.exec(message) ?? [];
    const context = field === undefined ? { reason: message } : { field, reason: 'there is no such option' };
    throw new KimiError('INVALID_INPUT', context, { cause: error });
  }
}

function kindOf(text: string): HostKind {
  const kind = HostKind.safeParse(text);
  if (!kind.success)
    throw new KimiError('INVALID_INPUT', { field: '--for', value: text, reason: 'one of these is expected', allowed: HostKind.options });
  return kind.data;
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 0 && port <= 65_535))
    throw new KimiError('INVALID_INPUT', { field: '--port', value: text, reason: 'a number from 0 to 65535 is expected' });
  return port;
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new KimiError('INVALID_INPUT', { field: '--set', value: text, reason: 'NAME=VALUE is expected' });
  return [text.slice(0, at), text.slice(at + 1)];
}

function dataFolderOf(wanted: string | undefined, demo: boolean): string {
  if (wanted !== undefined && wanted !== '') return resolve(wanted);
  // The demo never touches the person's own data, and outlives a restart of the machine like it.
  return join(homedir(), demo ? '.kimi-shell-demo' : '.kimi-shell');
}
