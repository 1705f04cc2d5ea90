import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { spoolFolder } from '../../../src-main/holder/spool/files.ts';
import type { ChildInfo } from '../../../src-main/holder/types.ts';
import { follow, openTestHolder, sharedHolder, specOf, type TestHolder, testFolder } from './support.ts';

const MIB = 1024 * 1024;

const shared = sharedHolder();

describe('a terminal in the holder', () => {
  test('echoes what is typed, and records how it ended', async () => {
    const holder = shared();
    const shell = await holder.run('/bin/sh', []);
    await shell.type('echo one$((1+1))three\n');
    await shell.output.untilText('one2three');
    await shell.type('exit 3\n');
    expect(await shell.output.untilExit()).toMatchObject({ code: 3, signal: null });
    const recorded = JSON.parse(await readFile(join(spoolFolder(holder.dataFolder, shell.id), 'exit.json'), 'utf8'));
    expect(recorded).toMatchObject({ code: 3, signal: null, lost: false });
    expect(await infoOf(holder, shell.id)).toMatchObject({ exit: { code: 3 }, end: shell.output.bytes });
  });

  test('records the signal that ended it', async () => {
    const holder = shared();
    const child = await holder.sh('kill -9 $$');
    expect(await child.output.untilExit()).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  test('leads a session of its own and has its process on record before it runs', async () => {
    const holder = shared();
    const child = await holder.sh('cat "$1"; read x', {
      args: ['-c', `cat '${spoolFolder(holder.dataFolder, 'own')}/process'; read x`],
      childId: 'own',
    });
    const stat = await readFile(`/proc/${child.info.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    expect(Number(fields[3])).toBe(child.info.pid);
    await child.output.untilText('\n');
    // What the program could read when it began is the same process that the holder names.
    expect(child.output.text.startsWith(`${child.info.pid} (`)).toBe(true);
    expect(child.output.text.trim().split(' ').at(21)).toBe(child.info.startTime);
    await child.type('\n');
    await child.output.untilExit();
  });

  test('gets exactly the environment it was given, and the mark of its tree', async () => {
    const holder = shared();
    const env = { PATH: '/usr/bin:/bin', ONE: 'a b', QUOTES: `"'$x\``, TWO_LINES: '1\n2', UMLAUT: 'ü' };
    const child = await holder.run('/usr/bin/env', ['-0'], { env });
    await child.output.untilExit();
    const seen = Object.fromEntries(
      child.output.buffer
        .toString('utf8')
        .replaceAll('\r\n', '\n')
        .split('\0')
        .filter((line) => line !== '')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    // What the start line's shell adds when it becomes the program.
    for (const name of ['PWD', 'SHLVL', '_', 'OLDPWD']) delete seen[name];
    expect(seen).toEqual({ ...env, KIMI_SHELL_CHILD: child.id });
  });

  test('inherits no file from the holder or from another terminal', async () => {
    const holder = shared();
    const first = await holder.run('/bin/cat', []);
    const second = await holder.run('/bin/cat', []);
    const piped = await holder.run('/bin/cat', [], { kind: 'pipe' });
    // They echo, so they have become the program.
    for (const child of [first, second, piped]) {
      await child.type('x\n');
      await child.output.untilText('x');
    }
    for (const child of [first, second, piped]) {
      const names = await readdir(`/proc/${child.info.pid}/fd`);
      expect(names.sort()).toEqual(['0', '1', '2']);
    }
    expect(await readlink(`/proc/${second.info.pid}/fd/0`)).not.toBe(await readlink(`/proc/${first.info.pid}/fd/0`));
  });

  test('has its sizes in the stream, in order, also for those who come later', async () => {
    const holder = shared();
    const shell = await holder.run('/bin/sh', [], { cols: 100, rows: 40 });
    await shell.type('stty size\n');
    await shell.output.untilText('40 100');
    await holder.client.resize(shell.id, 120, 30);
    await shell.type('stty size\n');
    await shell.output.untilText('30 120');
    await holder.client.resize(shell.id, 120, 30);
    await holder.client.resize(shell.id, 90, 20);
    await shell.type('exit\n');
    await shell.output.untilExit();
    const sizes = shell.output.pieces.filter((piece) => piece.kind === 'resized');
    expect(sizes.map(({ cols, rows }) => [cols, rows])).toEqual([
      [100, 40],
      [120, 30],
      [90, 20],
    ]);
    const later = follow(holder.client, shell.id);
    await later.untilExit();
    expect(later.buffer.equals(shell.output.buffer)).toBe(true);
    expect(later.pieces.filter((piece) => piece.kind === 'resized')).toEqual(sizes);
  });

  test('keeps bytes that are no UTF-8 exactly as they were', async () => {
    const holder = shared();
    const folder = await testFolder();
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
    await writeFile(join(folder, 'bytes'), bytes);
    const child = await holder.sh(`stty raw; cat '${folder}/bytes'`);
    await child.output.untilExit();
    expect(child.output.buffer.equals(bytes)).toBe(true);
  });

  test('carries a line of 10 MB', async () => {
    const holder = shared();
    const child = await holder.sh(`stty raw; head -c ${10 * MIB} /dev/zero | tr '\\0' 'x'; echo end`);
    expect(await child.output.untilExit()).toMatchObject({ code: 0 });
    expect(child.output.bytes).toBe(10 * MIB + 4);
    expect(child.output.buffer.subarray(0, 10 * MIB).every((byte) => byte === 0x78)).toBe(true);
  });

  test('loses nothing of a program that prints and ends at once', async () => {
    const holder = shared();
    for (let i = 0; i < 20; i += 1) {
      const child = await holder.sh(`printf '%s' round-${i}; head -c 20000 /dev/zero | tr '\\0' z; exit ${i}`);
      expect(await child.output.untilExit()).toMatchObject({ code: i });
      expect(child.output.bytes).toBe(`round-${i}`.length + 20_000);
    }
  });

  test('is not hung up when the program closes its own files before it ends', async () => {
    const holder = shared();
    for (let i = 0; i < 20; i += 1) {
      const child = await holder.sh('exec < /dev/null > /dev/null 2>&1; sleep 0.02; echo again > /dev/tty; exit 4');
      expect(await child.output.untilExit()).toMatchObject({ code: 4, signal: null });
      expect(child.output.text).toBe('again\r\n');
    }
  });

  test('ends although something in the background holds the terminal open, with all that the program said', async () => {
    const holder = shared();
    const child = await holder.sh('(trap "" HUP; sleep 300) & echo said; exit 5');
    expect(await child.output.untilExit()).toMatchObject({ code: 5 });
    expect(child.output.text).toContain('said');
    expect(await holder.client.stop(child.id, { graceMs: 500 })).toMatchObject({ survivors: [] });
  });
});

describe('what cannot be started', () => {
  test('is refused with its reason and leaves nothing behind', async () => {
    const holder = shared();
    const folder = await testFolder();
    await writeFile(join(folder, 'plain'), 'no program');
    const spawn = (file: string, cwd = '/') => holder.client.spawn(specOf(file, [], { childId: 'bad', cwd }));
    await expect(spawn('/no/such/program')).rejects.toMatchObject({ code: 'BINARY_MISSING', context: { path: '/no/such/program' } });
    await expect(spawn(join(folder, 'plain'))).rejects.toMatchObject({ code: 'BINARY_NOT_EXECUTABLE' });
    await expect(spawn(folder)).rejects.toMatchObject({ code: 'BINARY_NOT_EXECUTABLE' });
    await expect(spawn('/bin/sh', '/no/such/folder')).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
    await expect(spawn('/bin/sh', join(folder, 'plain'))).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
    expect(await readdir(join(holder.dataFolder, 'spool'))).not.toContain('bad');
    expect(await infoOf(holder, 'bad')).toBeUndefined();
    // The same id is free for a good one.
    await expect(holder.client.spawn(specOf('/bin/sh', [], { childId: 'bad' }))).resolves.toMatchObject({ childId: 'bad' });
    await expect(holder.client.spawn(specOf('/bin/sh', [], { childId: 'bad' }))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test.each([
    ['an id that leads out of the folder', { childId: '../x' }],
    ['a terminal without columns', { cols: 0 }],
    ['an argument with a NUL character', { args: ['a\0b'] }],
    ['a variable with = in its name', { env: { 'A=B': 'c' } }],
  ])('%s is invalid input', async (_what, change) => {
    await expect(shared().client.spawn(specOf('/bin/sh', [], change))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('an unknown child is not found, an ended one takes no input', async () => {
    const holder = shared();
    await expect(holder.client.input('nobody', Buffer.from('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(holder.client.resize('nobody', 80, 24)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const stream = follow(holder.client, 'nobody');
    await expect(stream.until(() => false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const child = await holder.sh('exit 0');
    await child.output.untilExit();
    await expect(child.type('x')).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    await expect(holder.client.resize(child.id, 90, 30)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    await expect(holder.client.signal(child.id, 'SIGINT')).rejects.toMatchObject({ code: 'SESSION_ENDED' });
  });

  test('a running child cannot be forgotten, an ended one is gone with its spool', async () => {
    const holder = shared();
    const child = await holder.run('/bin/cat', []);
    await expect(holder.client.forget(child.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await holder.client.stop(child.id, { graceMs: 1000 });
    await holder.client.forget(child.id);
    expect(await infoOf(holder, child.id)).toBeUndefined();
    expect(await readdir(join(holder.dataFolder, 'spool'))).not.toContain(child.id);
  });

  test('a data folder that takes no writes is said so', async () => {
    const holder = await openTestHolder();
    // A file where the folder should be stops everybody, also root, who may write into a read-only folder.
    await writeFile(join(holder.dataFolder, 'spool'), '');
    await expect(holder.client.spawn(specOf('/bin/sh', []))).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
  });
});

async function infoOf(holder: TestHolder, childId: string): Promise<ChildInfo | undefined> {
  return (await holder.client.list()).find((child) => child.childId === childId);
}
