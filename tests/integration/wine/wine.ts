import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, open, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');
const HERE = 'tests/integration/wine';
const SOURCES = join(ROOT, 'native/descent');
const COMPILER = 'x86_64-w64-mingw32-gcc';
const HEADERS = ['/usr/include/node', '/usr/local/include/node'].find((folder) => existsSync(join(folder, 'uv/win.h')));
/** Node for Windows: no package that the project needs, so whoever wants these tests says where it is. */
const WINDOWS_NODE = process.env.KIMI_SHELL_WINDOWS_NODE;

/** Why the native part cannot be compiled for Windows here; null when it can. */
export function whyNoCompiler(): string | null {
  if (process.platform !== 'linux') return 'a Linux is needed';
  if (!answers(COMPILER)) return `${COMPILER} is not there`;
  return HEADERS === undefined ? 'no headers of Node with those of libuv are there' : null;
}

/** Why nothing of Windows can be run here; null when it can. */
export function whyNoWine(): string | null {
  if (!answers('wine')) return 'wine is not there';
  return WINDOWS_NODE === undefined ? 'KIMI_SHELL_WINDOWS_NODE does not say where a node.exe is' : whyNoCompiler();
}

function answers(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Compiles the native part of Windows to a file; every warning is an error. @throws Error with what the compiler says */
export async function compileForWindows(target: string): Promise<void> {
  // What node.exe exports of that which the sources call: enough of a library to link with.
  const sources = await Promise.all(['windows.c', 'module.h'].map((name) => readFile(join(SOURCES, name), 'utf8')));
  const called = new Set(sources.join('').match(/\b(napi|uv)_\w+(?=\()/g));
  await writeFile(`${target}.def`, `NAME node.exe\nEXPORTS\n${[...called].join('\n')}\n`);
  await run('x86_64-w64-mingw32-dlltool', ['-d', `${target}.def`, '-l', `${target}.a`]);
  const flags = ['-shared', '-O2', '-Wall', '-Wextra', '-Werror', '-DNAPI_VERSION=8', '-D_WIN32_WINNT=0x0A00', `-I${HEADERS}`];
  await run(COMPILER, [...flags, '-o', target, join(SOURCES, 'windows.c'), `${target}.a`]);
}

/** The part of the product that tells who connects, beside a script, with its native part compiled for Windows. */
export async function layOut(folder: string, files: readonly string[]): Promise<void> {
  for (const name of ['src-main/holder', 'src-shared', 'package.json']) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  // At their own place, so that they find what they import.
  for (const name of files) await cp(join(import.meta.dirname, name), join(folder, HERE, name));
  const descent = join(folder, 'node_modules/@kimi-shell/descent');
  await mkdir(join(descent, 'build/Release'), { recursive: true });
  await cp(join(SOURCES, 'package.json'), join(descent, 'package.json'));
  await compileForWindows(join(descent, 'build/Release/descent.node'));
  for (const name of ['zod', 'ulid', '@orpc']) await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
}

/** Runs a laid out script under Wine, with a Windows of its own. @throws Error with what it said when it fails */
export async function runInWine(folder: string, script: string, args: readonly string[]): Promise<void> {
  const env = { PATH: process.env.PATH, HOME: folder, WINEPREFIX: join(folder, 'wine'), WINEDEBUG: '-all', NODE_SKIP_PLATFORM_CHECK: '1' };
  const said = join(folder, 'said');
  const output = await open(said, 'w');
  try {
    // Wine's Node cannot write into the pipes of another system.
    execFileSync('wine', [WINDOWS_NODE ?? '', join(folder, HERE, script), ...args], {
      env,
      stdio: ['ignore', output.fd, output.fd],
      timeout: 120_000,
    });
  } catch (error) {
    throw new Error(`it failed under Wine: ${await readFile(said, 'utf8')}`, { cause: error });
  } finally {
    await output.close();
    execFileSync('wineserver', ['-k'], { env, stdio: 'ignore' });
  }
}
