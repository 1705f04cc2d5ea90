import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliCommand } from '../../support/cli.ts';
import { newPerson } from './support.ts';

let one: Awaited<ReturnType<typeof newPerson>>;

beforeAll(async () => {
  one = await newPerson();
  await one.runProcess(['session', 'create', 'here', '--agent', 'shell']);
});
afterAll(() => one.leave());

/** Ages may differ by the second between two commands. */
const timeless = (text: string) => text.replaceAll(/\d+ (s|min|秒|分钟)/g, 'N');

describe('status, answered without the whole program', () => {
  // `run` is the whole program in this process; `runProcess` is what a person types, which answers a status by itself.
  it('is what the whole program says, to a person and to a script', async () => {
    for (const words of [['status'], ['status', '--json']]) {
      const [quick, whole] = [await one.runProcess(words), await one.run(words)];
      expect({ ...quick, bytes: null, stdout: timeless(quick.stdout) }).toEqual({ ...whole, bytes: null, stdout: timeless(whole.stdout) });
    }
  });

  it('is in the language of the setting', async () => {
    await writeFile(join(one.dataFolder, 'settings.toml'), 'language = "zh-CN"\n');
    const [quick, whole] = [await one.runProcess(['status']), await one.run(['status'])];
    expect(quick.stdout).toContain('引擎');
    expect(timeless(quick.stdout)).toBe(timeless(whole.stdout));
  });

  it('is no failure when nobody reads it to its end', async () => {
    const { file, args, env } = cliCommand(one.dataFolder, ['status']);
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const said = text(child.stderr);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await said).toBe('');
  });

  it('leaves help, errors and an absent engine to the whole program', async () => {
    const away = { KIMI_SHELL_HOME: join(one.dataFolder, 'nobody') };
    for (const [words, env] of [
      [['status', '--help'], {}],
      [['status', '--nonsense'], {}],
      [['status'], away],
      [['status', '--json'], away],
    ] as const) {
      const [quick, whole] = [await one.runProcess(words, { env }), await one.run(words, { env })];
      expect({ ...quick, bytes: null }).toEqual({ ...whole, bytes: null });
    }
  });
});

describe('V8’s code of the commands', () => {
  it('is kept in the data folder, for its owner alone', async () => {
    await one.runProcess(['help']);
    const folder = join(one.dataFolder, 'cache', 'compiled');
    const build = (await readdir(folder)).find((name) => /^[0-9a-f]{16}$/.test(name)) ?? 'none';
    const [version = ''] = await readdir(join(folder, build));
    expect((await readdir(join(folder, build, version))).length).toBeGreaterThan(0);
    expect((await stat(one.dataFolder)).mode & 0o077).toBe(0);
  });

  it('is no reason to make a data folder', async () => {
    const nowhere = join(tmpdir(), `kimi-shell-nowhere-${process.pid}`);
    await one.runProcess(['help'], { env: { KIMI_SHELL_HOME: nowhere } });
    await expect(stat(nowhere)).rejects.toThrow('ENOENT');
  });
});
