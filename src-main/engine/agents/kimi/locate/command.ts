import { access, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type Environment, findProgram, interpreterOf, readVariable } from '../../../launch/index.ts';
import { type Command, outputOf } from './version.ts';

const NODE_LIMIT_MS = 5_000;

export interface CommandOptions {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** The installation's own Node. */
  readonly nodeBinary: string;
}

/**
 * How to run the `kimi` at `file`. Kimi Code from npm is a script that runs on whatever `node` is on PATH: where that is
 * missing or older than the package asks for, it runs on our own Node instead.
 */
export async function commandFor(file: string, options: CommandOptions): Promise<Command> {
  if (options.platform === 'win32') return windowsCommand(file, options);
  const interpreter = await interpreterOf(file);
  if (interpreter?.viaEnv !== 'node') return { file, args: [] };
  const script = await realpath(file);
  const wanted = await wantedNode(script);
  const present = await presentNode(options);
  if (present !== null && (wanted === null || atLeast(present, wanted))) return { file, args: [] };
  return { file: options.nodeBinary, args: [script] };
}

/** npm's `.cmd` shims cannot be spawned without a command shell, which would take arguments apart; the script behind it can. */
async function windowsCommand(file: string, options: CommandOptions): Promise<Command> {
  if (!/\.(?:cmd|bat)$/i.test(file)) return { file, args: [] };
  const script = path.win32.join(path.win32.dirname(file), 'node_modules', '@moonshot-ai', 'kimi-code', 'dist', 'main.mjs');
  if (await exists(script)) return { file: options.nodeBinary, args: [script] };
  return { file: readVariable(options.env, 'COMSPEC', 'win32') ?? 'cmd.exe', args: ['/d', '/c', file] };
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

type Version = readonly [number, number, number];

/** The oldest Node that the package around `script` runs on; null when it does not say. */
async function wantedNode(script: string): Promise<Version | null> {
  for (let folder = path.dirname(script); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    try {
      const found: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
      const engines = typeof found === 'object' && found !== null && 'engines' in found ? found.engines : null;
      const node = typeof engines === 'object' && engines !== null && 'node' in engines ? engines.node : null;
      return typeof node === 'string' ? versionIn(node) : null;
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
  return null;
}

async function presentNode({ env, platform }: CommandOptions): Promise<Version | null> {
  try {
    const node = await findProgram('node', { path: readVariable(env, 'PATH', platform) ?? '', cwd: '/', platform });
    return versionIn(await outputOf({ file: node, args: ['--version'] }, env, NODE_LIMIT_MS));
  } catch (error) {
    // None, or one that does not even tell its version: ours is used.
    if (error instanceof Error) return null;
    throw error;
  }
}

function versionIn(text: string): Version | null {
  const found = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text);
  return found === null ? null : [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)];
}

function atLeast(version: Version, wanted: Version): boolean {
  const difference = version.map((part, index) => part - (wanted[index] ?? 0)).find((part) => part !== 0);
  return difference === undefined || difference > 0;
}
