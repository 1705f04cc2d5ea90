import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { killIfThere, sharedHolder, type TestHolder } from './support.ts';

const MIB = 1024 * 1024;
const shared = sharedHolder();

/** A program that says "ready", reads exactly `bytes` bytes as they are, and prints their hash. */
function hashing(holder: TestHolder, bytes: number) {
  return holder.sh(`stty raw -echo; echo ready; head -c ${bytes} | sha256sum`);
}

function sha256(...parts: readonly Uint8Array[]): string {
  return createHash('sha256').update(Buffer.concat(parts)).digest('hex');
}

/** Processor time of a process so far, in clock ticks (1/100 s). */
async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

describe('input', () => {
  test('of 16 MiB in one call arrives whole and unchanged, control characters and all', async () => {
    const bytes = randomBytes(16 * MIB);
    const child = await hashing(shared(), bytes.length);
    await child.output.untilText('ready');
    await shared().client.input(child.id, bytes);
    await child.output.untilExit();
    expect(child.output.text).toContain(sha256(bytes));
  });

  test('of two callers is never mixed: one call goes in whole before the next', async () => {
    const first = Buffer.alloc(3 * MIB, 'a');
    const second = Buffer.alloc(2 * MIB, 'b');
    const other = await shared().connect('gateway');
    const child = await hashing(shared(), first.length + second.length);
    await child.output.untilText('ready');
    await Promise.all([shared().client.input(child.id, first), other.input(child.id, second)]);
    await child.output.untilExit();
    expect([sha256(first, second), sha256(second, first)].some((hash) => child.output.text.includes(hash))).toBe(true);
  });

  test('keeps its order when many calls are made at once', async () => {
    const calls = Array.from({ length: 2000 }, (_, i) => Buffer.from(`${i},`));
    const child = await hashing(shared(), Buffer.concat(calls).length);
    await child.output.untilText('ready');
    await Promise.all(calls.map((bytes) => shared().client.input(child.id, bytes)));
    await child.output.untilExit();
    expect(child.output.text).toContain(sha256(...calls));
  });

  test('to a program that does not read waits without holding up others or burning the processor', async () => {
    const holder = shared();
    const deaf = await holder.sh('stty raw -echo; echo ready; exec sleep 300');
    await deaf.output.untilText('ready');
    let arrived = false;
    const waiting = holder.client.input(deaf.id, Buffer.alloc(MIB)).then(
      () => {
        arrived = true;
      },
      (error: unknown) => error,
    );
    const before = await ticksOf(holder.pid);
    const started = performance.now();
    const lively = await holder.run('/bin/cat', []);
    for (let i = 0; i < 200; i += 1) {
      await lively.type(`${i}.`);
      await lively.output.untilText(`${i}.`);
    }
    const elapsed = performance.now() - started;
    const used = ((await ticksOf(holder.pid)) - before) * 10;
    expect(arrived).toBe(false);
    // Busy waiting would use all of the time; 200 echoes themselves use some of it.
    expect(used).toBeLessThan(Math.max(0.8 * elapsed, 500));
    await holder.client.stop(deaf.id, { graceMs: 1000 });
    expect(await waiting).toMatchObject({ code: 'SESSION_ENDED' });
  });

  test('of a caller that vanishes in the middle does not block those who come after', async () => {
    const holder = shared();
    const child = await holder.sh('stty raw -echo; echo ready; sleep 1; exec cat > /dev/null');
    await child.output.untilText('ready');
    const vanishing = await holder.connect('gateway');
    const refused = vanishing.input(child.id, Buffer.alloc(8 * MIB, 'v')).catch((error: unknown) => error);
    vanishing.close();
    expect(await refused).toMatchObject({ code: 'HOLDER_UNREACHABLE' });
    await holder.client.input(child.id, Buffer.from('after'));
    await holder.client.stop(child.id, { graceMs: 100, force: true });
  });

  test('is refused at a bound when nobody reads it, and the program is unharmed', async () => {
    const holder = shared();
    const deaf = await holder.sh('stty raw -echo; echo ready; exec sleep 300');
    await deaf.output.untilText('ready');
    // Each call may have 1 MiB under way, so a few dozen callers reach the bound.
    const refusals = Array.from({ length: 40 }, () =>
      holder.client.input(deaf.id, Buffer.alloc(MIB)).then(
        () => Promise.reject(new Error('taken')),
        (error: unknown) => error,
      ),
    );
    expect(await Promise.any(refusals)).toMatchObject({ code: 'CONFLICT' });
    expect((await holder.client.list()).find(({ childId }) => childId === deaf.id)?.exit).toBeUndefined();
    killIfThere(deaf.info.pid);
    await deaf.output.untilExit();
  });

  test('of nothing is done at once in a terminal, and ends the input of a child with pipes', async () => {
    const terminal = await shared().run('/bin/cat', []);
    await terminal.type('');
    await terminal.type('x\n');
    await terminal.output.untilText('x');
    await shared().client.stop(terminal.id, { graceMs: 1000 });
    const piped = await shared().run('/usr/bin/sort', [], { kind: 'pipe' });
    await piped.type('b\na\n');
    await piped.type('');
    expect(await piped.output.untilExit()).toMatchObject({ code: 0 });
    expect(piped.output.text).toBe('a\nb\n');
  });
});

describe('a child with pipes', () => {
  test('has output and error output in one stream, in the order of writing', async () => {
    const line = 'i=0; while [ $i -lt 200 ]; do echo out$i; echo err$i >&2; i=$((i+1)); done; exit 4';
    const child = await shared().run('/bin/sh', ['-c', line], { kind: 'pipe' });
    expect(await child.output.untilExit()).toMatchObject({ code: 4 });
    expect(child.output.text).toBe(Array.from({ length: 200 }, (_, i) => `out${i}\nerr${i}\n`).join(''));
    expect(child.output.pieces.some(({ kind }) => kind === 'resized')).toBe(false);
  });

  test('leads a session of its own, and carries 16 MiB of input to its output', async () => {
    const bytes = randomBytes(16 * MIB);
    const child = await shared().run('/bin/cat', [], { kind: 'pipe' });
    const stat = await readFile(`/proc/${child.info.pid}/stat`, 'utf8');
    expect(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])).toBe(child.info.pid);
    await shared().client.input(child.id, bytes);
    await child.type('');
    expect(await child.output.untilExit()).toMatchObject({ code: 0 });
    expect(sha256(child.output.buffer)).toBe(sha256(bytes));
  });
});
