import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** What the app was started with. */
export interface DesktopArguments {
  readonly demo: boolean;
  /** Absolute. */
  readonly dataFolder: string;
}

/**
 * Reads the app's own arguments (without the program's name).
 * @throws KimiError INVALID_INPUT
 */
export function parseDesktopArguments(args: readonly string[], env: NodeJS.ProcessEnv): DesktopArguments {
  try {
    const { demo, data } = parseArgs({
      args: [...args],
      options: { demo: { type: 'boolean', default: false }, data: { type: 'string' } },
    }).values;
    const wanted = data ?? env.KIMI_SHELL_HOME;
    const usual = join(homedir(), demo ? '.kimi-shell-demo' : '.kimi-shell');
    return { demo, dataFolder: wanted === undefined || wanted === '' ? usual : resolve(wanted) };
  } catch (error) {
    throw new KimiError('INVALID_INPUT', { reason: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
}
