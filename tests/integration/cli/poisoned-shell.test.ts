import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionInfo } from '#shared/contract/index.ts';
import { processesMarked } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';
import { type Person, person } from './support.ts';

const COMPILER = process.env.CC ?? 'cc';
const hasCompiler = spawnSync(COMPILER, ['--version']).status === 0;

interface Poison {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** What left its mark. */
  marks(): Promise<readonly string[]>;
}

/** An environment that makes whatever runs in it do something else: what an editor's agent can leave to the commands it runs. */
async function poison(): Promise<Poison> {
  const folder = await tempFolder();
  const marks = join(folder, 'marks');
  const bin = join(folder, 'bin');
  await Promise.all([mkdir(bin), mkdir(join(folder, 'modules', 'ws'), { recursive: true })]);
  const script = join(folder, 'required.cjs');
  const mark = `require('node:fs').appendFileSync(${JSON.stringify(marks)}, 'required by ' + process.argv[1] + '\\n');`;
  await writeFile(script, mark);
  await writeFile(join(folder, 'modules', 'ws', 'index.js'), mark);
  for (const name of ['node', 'kimi', 'systemd-run', 'sh', 'ps', 'env']) {
    const file = join(bin, name);
    await writeFile(file, `#!/bin/sh\necho "run as ${name}: $*" >> '${marks}'\nexit 1\n`);
    await chmod(file, 0o755);
  }
  const env: Record<string, string> = {
    NODE_OPTIONS: `--require ${script}`,
    NODE_PATH: join(folder, 'modules'),
    PATH: `${bin}:${process.env.PATH}`,
    ELECTRON_RUN_AS_NODE: '1',
    BASH_ENV: script,
    ENV: script,
    PYTHONSTARTUP: script,
    GIT_SSH_COMMAND: script,
    POISONED: 'yes',
  };
  if (hasCompiler) {
    const source = join(folder, 'preloaded.c');
    env.LD_PRELOAD = join(folder, 'preloaded.so');
    await writeFile(source, 'int kimi_shell_preloaded(void) { return 1; }\n');
    const built = spawnSync(COMPILER, ['-shared', '-fPIC', '-o', env.LD_PRELOAD, source], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(built.stderr);
  }
  return {
    folder,
    env,
    async marks() {
      const text = await readFile(marks, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      return text.split('\n').filter((line) => line !== '');
    },
  };
}

/** Runs a command in the poisoned shell's own folder, which is gone when it returns. */
async function runPoisoned(p: Person, { folder, env }: Poison, words: readonly string[]): Promise<string> {
  const cwd = join(folder, 'here');
  await mkdir(cwd);
  const child = spawn(p.node, [p.cli, ...words], { cwd, env: { ...p.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${said}`);
  await rm(cwd, { recursive: true });
  return said;
}

describe.runIf(process.platform === 'linux')('an engine that was started in a poisoned shell', () => {
  it.skipIf(!hasCompiler)('(a library is preloaded too: skipped where there is no C compiler to build one)', async () => {
    const { env } = await poison();
    const { stdout } = spawnSync('/bin/cat', ['/proc/self/maps'], { env, encoding: 'utf8' });
    expect(stdout).toContain(env.LD_PRELOAD);
  });

  it.each([['by a command'], ['by a person who serves']])('%s has none of it, nor has anything that it starts', async (how) => {
    const p = await person();
    const poisoned = await poison();
    if (how === 'by a command') await runPoisoned(p, poisoned, ['session', 'list']);
    else await serveIn(p, poisoned);
    // The command itself runs in its caller's environment: the poison works.
    expect((await poisoned.marks()).length).toBeGreaterThan(0);
    const before = await poisoned.marks();

    // Later, from a shell that is clean: holder, mirror and children are the engine's.
    const { id } = await p.json<SessionInfo>(['session', 'create', 'child', '--agent', 'shell', '--cwd', p.dataFolder]);
    await p.run(['session', 'send', id, 'sleep 1000 & env; echo the-$((20+2))-end']);
    const output = await until('what the child sees', async () => {
      const { stdout } = await p.run(['session', 'tail', id, '--from', '0']);
      return stdout.includes('the-22-end') ? stdout : null;
    });
    for (const name of ['POISONED', 'NODE_OPTIONS', 'NODE_PATH', 'ELECTRON_RUN_AS_NODE', 'LD_PRELOAD', 'BASH_ENV']) {
      expect(output, name).not.toContain(`${name}=`);
    }
    expect(output).not.toContain(poisoned.folder);

    const ours = (await processesMarked(p.dataFolder)).filter(({ command }) => !command.includes('cli.js'));
    const names = ours.map(({ command }) => command);
    for (const part of ['headless.js', 'holder.js', 'mirror.js', 'sleep 1000']) {
      expect(
        names.some((name) => name.includes(part)),
        `${part} among ${names.join('; ')}`,
      ).toBe(true);
    }
    for (const { pid, command } of ours) {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
      expect(environment, command).not.toContain(poisoned.folder);
      expect(environment, command).not.toMatch(
        /(^|\0)(POISONED|NODE_OPTIONS|NODE_PATH|ELECTRON_RUN_AS_NODE|LD_PRELOAD|BASH_ENV|ENV|PYTHONSTARTUP)=/,
      );
      expect(await readFile(`/proc/${pid}/maps`, 'utf8'), command).not.toContain(poisoned.folder);
      expect(await readlink(`/proc/${pid}/cwd`), command).toBe(p.dataFolder);
    }
    expect(await poisoned.marks(), 'nothing was run or required after the command').toEqual(before);
    expect(
      before.filter((mark) => !/cli\.js$/.test(mark)),
      'only the command itself was poisoned',
    ).toEqual([]);
  });
});

/** `serve` in the foreground, in a folder that is removed under it. */
async function serveIn(p: Person, { folder, env }: Poison): Promise<void> {
  const cwd = join(folder, 'here');
  await mkdir(cwd);
  const child = spawn(p.node, [p.cli, 'serve'], { cwd, env: { ...p.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until('the link', () => said.includes('#code='));
  await rm(cwd, { recursive: true });
}
