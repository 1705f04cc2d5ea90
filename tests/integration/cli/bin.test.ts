import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRunning, processesMarked } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';
import { person } from './support.ts';

const BIN = resolve(import.meta.dirname, '../../../bin/kimi-shell.mjs');

describe('bin/kimi-shell.mjs', () => {
  it('passes arguments, output and the exit code through', async () => {
    const { env, dataFolder } = await person();
    const run = (...args: readonly string[]) => spawnSync(process.execPath, [BIN, ...args], { env, cwd: dataFolder, encoding: 'utf8' });
    expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(run('status', '--json')).toMatchObject({ status: 5, stdout: '' });
    expect(run('help', 'session', 'create').stdout).toContain('kimi-shell session create');
  });

  it('runs the command under the project’s own Node, and passes signals on', async () => {
    const { env, dataFolder, node } = await person();
    const child = spawn(process.execPath, [BIN, 'serve'], { env, cwd: dataFolder, stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = once(child, 'exit');
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await until('the link', () => /http:\/\/127\.0\.0\.1:\d+\/#code=/.test(said));
    const hosts = (await processesMarked(dataFolder)).filter(({ command }) => command.includes('headless.js'));
    expect(hosts.map(({ command }) => command.split(' ')[0])).toEqual([node]);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(await isRunning(hosts[0]!.pid)).toBe(false);
  });

  it('says what to do where nothing is built', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'bin'));
    await copyFile(BIN, join(folder, 'bin/kimi-shell.mjs'));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/kimi-shell.mjs')], { encoding: 'utf8' });
    expect(status).toBe(5);
    expect(stderr).toBe(`Kimi Shell is not installed here. Run "npm run build" in ${folder}, then try again.\n`);
  });
});
