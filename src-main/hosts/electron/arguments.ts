import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { LINK_SCHEME } from './links/scheme.ts';

/** What the app was started with, or what a second start passes on to the first. */
export interface StartWish {
  /** Open no window: it is a start at login. */
  readonly hidden: boolean;
  /** A link of ours, as it was given; links/link.ts reads it. */
  readonly link: string | null;
  /** A folder to work in. Absolute. */
  readonly folder: string | null;
}

export interface DesktopArguments extends StartWish {
  readonly demo: boolean;
  /** Absolute. */
  readonly dataFolder: string;
}

/**
 * Chromium reads the same command line, and some of its switches would undo what protects the person (`--no-sandbox`,
 * `--remote-debugging-port`, `--load-extension`, `--gpu-launcher`). What cannot be taken back is not started with: only these are let
 * through, which choose how things are drawn.
 */
const CHROMIUM_SWITCHES: readonly RegExp[] = [
  /^--ozone-platform(-hint)?=(auto|x11|wayland)$/,
  /^--enable-wayland-ime$/,
  /^--force-device-scale-factor=\d(\.\d{1,2})?$/,
  /^--disable-gpu$/,
];
/** Old versions of macOS say with it which window started the app. */
const PROCESS_SERIAL_NUMBER = /^-psn_\d+_\d+$/;

/**
 * Reads the app's own arguments (without the program's name). What is not known is refused, not passed on.
 * @throws KimiError INVALID_INPUT
 */
export function parseDesktopArguments(args: readonly string[], env: NodeJS.ProcessEnv, cwd = process.cwd()): DesktopArguments {
  const { values, positionals } = parse(withoutDrawing(args));
  if (positionals.length > 1)
    throw new KimiError('INVALID_INPUT', { field: positionals[1] ?? '', reason: 'one link or folder is expected' });
  const [place = ''] = positionals;
  const isLink = place.toLowerCase().startsWith(`${LINK_SCHEME}:`);
  if (!isLink && /^[a-z][a-z0-9+.-]+:\/\//i.test(place))
    throw new KimiError('INVALID_INPUT', { field: place, reason: 'one link or folder is expected' });
  const wanted = values.data ?? env.KIMI_SHELL_HOME;
  const usual = join(homedir(), values.demo ? '.kimi-shell-demo' : '.kimi-shell');
  return {
    demo: values.demo,
    dataFolder: wanted === undefined || wanted === '' ? usual : resolve(cwd, wanted),
    hidden: values.hidden,
    link: isLink ? place : null,
    folder: isLink || place === '' ? null : resolve(cwd, place),
  };
}

/** Switches end at `--`: what a link or a file's name says after it is no switch, also to Chromium. */
function withoutDrawing(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  const switches = end < 0 ? args : args.slice(0, end);
  const harmless = (word: string) => PROCESS_SERIAL_NUMBER.test(word) || CHROMIUM_SWITCHES.some((known) => known.test(word));
  return [...switches.filter((word) => !harmless(word)), ...(end < 0 ? [] : args.slice(end))];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        demo: { type: 'boolean', default: false },
        data: { type: 'string' },
        hidden: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    // Node's own words are English; the option is named in quotes.
    const message = error instanceof Error ? error.message : String(error);
    const [, field] = /^Unknown option '([^']*)'/.exec(message) ?? [];
    const context = field === undefined ? { reason: message } : { field, reason: 'there is no such option' };
    throw new KimiError('INVALID_INPUT', context, { cause: error });
  }
}
