import { spawn } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectHolder } from '../../../src-main/holder/client.ts';
import { ensureHolderKey, readHolderKey } from '../../../src-main/holder/key.ts';
import { listHolderRecords, startHolder } from '../../../src-main/holder/launch.ts';
import { SpoolReader } from '../../../src-main/holder/spool/reader.ts';
import { endLost, findLost } from '../../../src-main/holder/survivors.ts';
import { isRunning } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { openTestHolder, RUNTIME, specOf, testFolder } from './support.ts';

describe('a holder', () => {
  test('is found by its record while it runs, in a folder and at a socket that are only ours', async () => {
    const holder = await openTestHolder();
    const records = await listHolderRecords(holder.dataFolder);
    expect(records).toMatchObject([{ id: holder.client.holder.id, pid: holder.pid, build: 'test', socket: holder.client.holder.socket }]);
    const mode = async (path: string) => (await stat(path)).mode & 0o777;
    expect(await mode(join(holder.dataFolder, 'holders'))).toBe(0o700);
    expect(await mode(join(holder.dataFolder, 'holders', 'key'))).toBe(0o600);
    expect(await mode(join(holder.dataFolder, 'run'))).toBe(0o700);
    expect(await mode(holder.client.holder.socket)).toBe(0o600);
  });

  test('has a session of its own, the data folder as its place, and none of our environment', async () => {
    process.env.KIMI_SHELL_TEST_SECRET = 'secret';
    const holder = await openTestHolder();
    delete process.env.KIMI_SHELL_TEST_SECRET;
    const line = await readFile(`/proc/${holder.pid}/stat`, 'utf8');
    expect(Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[3])).toBe(holder.pid);
    expect(await readFile(`/proc/${holder.pid}/environ`, 'utf8')).not.toContain('secret');
  });

  test('lives on when everybody has gone, and tells the next one of exits that nobody saw', async () => {
    const holder = await openTestHolder();
    const child = await holder.sh('read x; echo unseen; exit 8');
    await child.type('go\n');
    holder.client.close();
    // The record in the spool is what an engine that was dead finds; here it only says when to connect again.
    const reader = await until('the exit is on disk', async () => {
      const found = await SpoolReader.open(holder.dataFolder, child.id);
      return found?.state.exit !== null && found;
    });
    expect(reader.state).toMatchObject({ exit: { code: 8 }, lost: false });
    const next = await holder.connect();
    expect(await next.list()).toMatchObject([{ childId: child.id, exit: { code: 8 } }]);
    expect(await findLost(holder.dataFolder)).toEqual([]);
  });

  test('leaves 10 s after the last one who needs it, and takes its record and its socket along', async () => {
    const holder = await openTestHolder();
    const child = await holder.sh('exit 0');
    await child.output.untilExit();
    holder.client.close();
    await until('the holder left', async () => !(await isRunning(holder.pid)), 25_000);
    expect(await listHolderRecords(holder.dataFolder)).toEqual([]);
    expect(await readdir(join(holder.dataFolder, 'run'))).toEqual([]);
    expect(await readdir(join(holder.dataFolder, 'spool'))).toEqual([child.id]);
  });

  test('ignores SIGHUP, and told to leave stays for its last child', async () => {
    const holder = await openTestHolder();
    const child = await holder.run('/bin/cat', []);
    process.kill(holder.pid, 'SIGHUP');
    process.kill(holder.pid, 'SIGTERM');
    await child.type('still here\n');
    await child.output.untilText('still here');
    await holder.client.stop(child.id, { graceMs: 1000 });
    await holder.client.closed;
    await until('the holder left', async () => !(await isRunning(holder.pid)));
    expect(await listHolderRecords(holder.dataFolder)).toEqual([]);
  });

  test('that was killed leaves a record that is not believed', async () => {
    const holder = await openTestHolder();
    await holder.killHard();
    await until('the holder is gone', async () => !(await isRunning(holder.pid)));
    expect(await readdir(join(holder.dataFolder, 'holders'))).toContain(`${holder.client.holder.id}.json`);
    expect(await listHolderRecords(holder.dataFolder)).toEqual([]);
    expect(await readdir(join(holder.dataFolder, 'holders'))).toEqual(['key']);
    // A record that names a living process which is not the one that wrote it.
    const path = join(holder.dataFolder, 'holders', 'hld_x.json');
    await writeFile(
      path,
      JSON.stringify({ id: 'hld_x', pid: process.pid, startTime: '1', build: 'b', socket: join(holder.dataFolder, 'x'), startedAt: 1 }),
    );
    expect(await listHolderRecords(holder.dataFolder)).toEqual([]);
  });

  test('that is killed leaves children who are named: those who survived, and those who are gone', async () => {
    const holder = await openTestHolder();
    const hardy = await holder.sh('trap "" HUP; echo ready; while :; do sleep 0.2; done > /dev/null 2>&1');
    const soft = await holder.run('/bin/cat', []);
    const done = await holder.sh('exit 2');
    await hardy.output.untilText('ready');
    await done.output.untilExit();
    expect(await findLost(holder.dataFolder)).toEqual([]);
    // What was said in the last blink of an eye would die with the holder.
    await until('its word is on disk', async () => ((await SpoolReader.open(holder.dataFolder, hardy.id))?.end ?? 0) > 0);
    await holder.killHard();
    await until('holder and soft child are gone', async () => !(await isRunning(holder.pid)) && !(await isRunning(soft.info.pid)));
    const lost = [...(await findLost(holder.dataFolder))].sort((a, b) => a.fate.localeCompare(b.fate));
    expect(lost).toEqual([
      { childId: soft.id, fate: 'gone', pid: soft.info.pid },
      { childId: hardy.id, fate: 'survived', pid: hardy.info.pid },
    ]);
    expect((await SpoolReader.open(holder.dataFolder, soft.id))!.state).toMatchObject({ lost: true, exit: { code: null, signal: null } });
    // Its output is still there.
    const reader = await SpoolReader.open(holder.dataFolder, hardy.id);
    expect(reader!.state).toMatchObject({ exit: null, process: { pid: hardy.info.pid } });
    expect(reader!.end).toBeGreaterThan(0);

    // A next holder has nothing to do with them, and both can still be told apart and ended.
    const next = await openTestHolder(holder.dataFolder);
    expect(await next.client.list()).toEqual([]);
    expect(await findLost(holder.dataFolder)).toEqual([{ childId: hardy.id, fate: 'survived', pid: hardy.info.pid }]);
    expect(await endLost(holder.dataFolder, hardy.id)).toEqual([]);
    expect(await isRunning(hardy.info.pid)).toBe(false);
    expect(await findLost(holder.dataFolder)).toEqual([]);
    expect((await SpoolReader.open(holder.dataFolder, hardy.id))!.state.lost).toBe(true);
  });

  test('that was killed before a child became a process leaves it as gone', async () => {
    const holder = await openTestHolder();
    const child = await holder.run('/bin/cat', []);
    await holder.killHard();
    await until('the child is gone', async () => !(await isRunning(child.info.pid)));
    // A shell that was slow has not even written it.
    await rm(join(holder.dataFolder, 'spool', child.id, 'process'), { force: true });
    expect(await findLost(holder.dataFolder)).toEqual([{ childId: child.id, fate: 'gone', pid: null }]);
  });

  test('works in a folder whose path is too long for a socket', async () => {
    const folder = join(await testFolder(), 'long'.repeat(30));
    const holder = await openTestHolder(folder);
    expect(holder.client.holder.socket.startsWith(folder)).toBe(false);
    const child = await holder.sh('echo works');
    await child.output.untilExit();
    expect(child.output.text).toContain('works');
  });
});

describe('starting a holder', () => {
  test('that cannot run says why', async () => {
    const dataFolder = await testFolder();
    const start = (change: Partial<typeof RUNTIME>) => startHolder({ dataFolder, runtime: { ...RUNTIME, ...change } });
    await expect(start({ holderScript: '/no/such/script.js' as never })).rejects.toMatchObject({ code: 'HOLDER_UNREACHABLE' });
    await expect(start({ nodeBinary: '/no/such/node' })).rejects.toMatchObject({ code: 'HOLDER_UNREACHABLE' });
    await writeFile(join(dataFolder, 'run'), 'in the way');
    await expect(start({})).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
    expect(await listHolderRecords(dataFolder)).toEqual([]);
  });

  test('twice at once gives two holders with one key', async () => {
    const dataFolder = await testFolder();
    const [first, second] = await Promise.all([openTestHolder(dataFolder), openTestHolder(dataFolder)]);
    expect(first.pid).not.toBe(second.pid);
    expect(await listHolderRecords(dataFolder)).toHaveLength(2);
    const [a, b] = await Promise.all([ensureHolderKey(dataFolder), readHolderKey(dataFolder)]);
    expect(a).toBe(b);
  });

  test('does not hand it the files that we have open', async () => {
    const dataFolder = await testFolder();
    // A shell that keeps descriptor 9 open for the holder's starter, as some environments do.
    const script = `import(${JSON.stringify(join(import.meta.dirname, '../../../src-main/holder/launch.ts'))}).then(async ({ startHolder }) => {
      const client = await startHolder({ dataFolder: ${JSON.stringify(dataFolder)}, runtime: ${JSON.stringify(RUNTIME)} });
      console.log(client.holder.pid); client.close(); });`;
    const starter = spawn('/bin/bash', ['-c', 'exec 30>/dev/null; exec "$0" -e "$1"', process.execPath, script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    for await (const chunk of starter.stdout) said += String(chunk);
    const pid = Number(said);
    const descriptors = await readdir(`/proc/${pid}/fd`);
    expect(descriptors).not.toContain('30');
  });

  test('connects to nobody where no holder is', async () => {
    const dataFolder = await testFolder();
    await expect(readHolderKey(dataFolder)).rejects.toMatchObject({ code: 'HOLDER_UNREACHABLE' });
    await expect(connectHolder(join(dataFolder, 'none.sock'), 'key', 'engine')).rejects.toMatchObject({ code: 'HOLDER_UNREACHABLE' });
  });

  test('a spawn that comes while it leaves is refused as unreachable, to be tried elsewhere', async () => {
    const holder = await openTestHolder();
    process.kill(holder.pid, 'SIGTERM');
    const spawned = await holder.client.spawn(specOf('/bin/cat', [])).then(
      () => 'started',
      (error: unknown) => (error as { code: string }).code,
    );
    // Either it came first, and then the holder stays for it, or it came too late.
    expect(['started', 'HOLDER_UNREACHABLE']).toContain(spawned);
    if (spawned === 'started') expect(await isRunning(holder.pid)).toBe(true);
  });
});
