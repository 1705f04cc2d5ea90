import { describe, expect, test } from 'vitest';
import { SpoolReader } from '../../../src-main/holder/spool/reader.ts';
import type { HolderClient, Piece } from '../../../src-main/holder/types.ts';
import { OUTPUT_GENERATOR, OutputVerifier } from '../../support/output-verifier.ts';
import { type FollowOptions, follow, memoryOf, nextEvent, sharedHolder, type TestHolder, type TestStream } from './support.ts';

const MIB = 1024 * 1024;
const shared = sharedHolder();

function generate(holder: TestHolder, bytes: number, options: { readonly rate?: number; readonly keepBytes?: number } = {}) {
  const { rate = 0, keepBytes = 64 * MIB } = options;
  const args = [OUTPUT_GENERATOR, '--bytes', String(bytes), '--rate', String(rate)];
  return holder.client.spawn({
    childId: `flood_${Math.random().toString(36).slice(2)}`,
    kind: 'pty',
    file: process.execPath,
    args,
    cwd: '/',
    env: { TERM: 'dumb' },
    cols: 80,
    rows: 24,
    keepBytes,
  });
}

/** Follows a generator's output without keeping it. */
function verify(client: HolderClient, childId: string, options: FollowOptions = {}): { stream: TestStream; verifier: OutputVerifier } {
  const verifier = new OutputVerifier('seed', options.from ?? 0);
  const stream = follow(client, childId, { ...options, onPiece: (piece) => verifyPiece(verifier, stream, piece) });
  return { stream, verifier };
}

function verifyPiece(verifier: OutputVerifier, stream: TestStream, piece: Piece): void {
  if (piece.kind === 'data') verifier.data(piece.offset, piece.bytes);
  else if (piece.kind === 'gap') verifier.gap(piece.from, piece.to);
  else if (piece.kind === 'exit') verifier.ended(piece.offset);
  // The bytes are verified; keeping a flood would only measure the test's own memory.
  if (piece.kind === 'data') stream.pieces.pop();
}

const WHOLE = { lost: 0, doubled: 0, corrupted: 0 } as const;

describe('a flood of output', () => {
  test('of 64 MiB with 8 MiB to keep reaches a follower whole, and the spool stays within its budget', async () => {
    const holder = shared();
    const before = await memoryOf(holder.pid);
    const child = await generate(holder, 64 * MIB, { keepBytes: 8 * MIB });
    const { stream, verifier } = verify(holder.client, child.childId);
    let most = 0;
    const watch = setInterval(() => memoryOf(holder.pid).then((now) => (most = Math.max(most, now))), 50);
    await stream.untilExit();
    clearInterval(watch);
    // On a busy machine the follower may fall behind what is kept; then it is told so.
    const { right, named } = verifier.result;
    expect(verifier.result).toMatchObject({ ...WHOLE, end: 64 * MIB });
    expect(right + named).toBe(64 * MIB);
    // 8 MiB may wait for the disk, 4 MiB in the socket; the rest is what the runtime has not given back yet.
    expect(most - before).toBeLessThan(120 * MIB);
    const reader = await SpoolReader.open(holder.dataFolder, child.childId);
    expect(reader!.end).toBe(64 * MIB);
    expect(reader!.end - reader!.firstAvailable).toBeGreaterThanOrEqual(8 * MIB);
    expect(reader!.end - reader!.firstAvailable).toBeLessThan(14 * MIB);
    const again = new OutputVerifier();
    for await (const piece of reader!.pieces(0)) {
      if (piece.kind === 'data') again.data(piece.offset, piece.bytes);
      else if (piece.kind === 'gap') again.gap(piece.from, piece.to);
    }
    expect(again.result).toEqual({ ...WHOLE, right: 64 * MIB - reader!.firstAvailable, named: reader!.firstAvailable, end: 64 * MIB });
  });

  test('is not slowed by a follower without credit, who then gets it all from the disk', async () => {
    const holder = shared();
    const child = await generate(holder, 24 * MIB);
    const { stream, verifier } = verify(holder.client, child.childId, { credit: 1000, keepUp: false });
    await nextEvent(holder.client, 'exited', (event) => event.childId === child.childId);
    expect(verifier.result.right).toBe(1000);
    expect(stream.behind.length).toBeGreaterThan(0);
    await stream.until(() => stream.behind.at(-1) === 24 * MIB);
    stream.stream.grant(64 * MIB);
    await stream.untilExit();
    expect(verifier.result).toEqual({ ...WHOLE, right: 24 * MIB, named: 0, end: 24 * MIB });
  });

  test('never sends more than was granted, whatever the grants', async () => {
    const holder = shared();
    const child = await generate(holder, 2 * MIB);
    let granted = 777;
    const { stream, verifier } = verify(holder.client, child.childId, { credit: granted, keepUp: false });
    for (let grant = 1; stream.exit === undefined; grant = (grant * 7 + 13) % 70_000) {
      await stream.until(() => verifier.result.right === granted || stream.exit !== undefined);
      expect(verifier.result.right).toBeLessThanOrEqual(granted);
      granted += grant;
      stream.stream.grant(grant);
      if (granted >= 2 * MIB) await stream.untilExit();
    }
    expect(verifier.result).toMatchObject({ ...WHOLE, right: 2 * MIB });
  });

  test('can be skipped forward, with the bytes between named', async () => {
    const holder = shared();
    const child = await generate(holder, 16 * MIB);
    const { stream, verifier } = verify(holder.client, child.childId, { credit: 1000, keepUp: false });
    await nextEvent(holder.client, 'exited', (event) => event.childId === child.childId);
    stream.stream.skipTo(10 * MIB);
    stream.stream.skipTo(5 * MIB);
    stream.stream.grant(64 * MIB);
    await stream.untilExit();
    expect(verifier.result).toEqual({ ...WHOLE, right: 6 * MIB + 1000, named: 10 * MIB - 1000, end: 16 * MIB });
    expect(stream.pieces).toContainEqual({ kind: 'gap', from: 1000, to: 10 * MIB, reason: 'skipped' });
  });

  test('reaches many followers who come and go at any time, each whole from where it began', async () => {
    const holder = shared();
    const child = await generate(holder, 12 * MIB, { rate: 8 * MIB });
    const ended = nextEvent(holder.client, 'exited', (event) => event.childId === child.childId);
    const followers: { stream: TestStream; verifier: OutputVerifier }[] = [];
    for (let i = 0; i < 12; i += 1) {
      const other = await holder.connect(i % 2 === 0 ? 'gateway' : 'mirror');
      const end = (await other.list()).find(({ childId }) => childId === child.childId)!.end;
      followers.push(verify(other, child.childId, { from: Math.floor((end * i) / 12), credit: 300_000 }));
      if (i % 4 === 3) followers[i - 1]!.stream.stream.close();
    }
    await ended;
    for (const [i, { stream, verifier }] of followers.entries()) {
      if (i % 4 === 2) continue;
      await stream.untilExit();
      expect(verifier.result).toMatchObject({ ...WHOLE, named: 0, end: 12 * MIB });
    }
  });

  test('read from below the first byte kept says at once what has expired', async () => {
    const holder = shared();
    const child = await generate(holder, 20 * MIB, { keepBytes: MIB });
    await nextEvent(holder.client, 'exited', (event) => event.childId === child.childId);
    const info = (await holder.client.list()).find(({ childId }) => childId === child.childId)!;
    expect(info.firstAvailable).toBeGreaterThan(8 * MIB);
    const { stream, verifier } = verify(holder.client, child.childId);
    await stream.untilExit();
    expect(stream.pieces[0]).toEqual({ kind: 'gap', from: 0, to: info.firstAvailable, reason: 'expired' });
    expect(verifier.result).toMatchObject({ ...WHOLE, named: info.firstAvailable, end: 20 * MIB });
  });
});
