import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { encodeJson } from '#main/holder/protocol/codec.ts';
import { FRAME } from '#main/mirror/protocol.ts';
import type { TerminalSignal } from '#main/mirror/types.ts';
import { Terminals } from '../gateway/terminals.ts';

/** Says a byte when nothing is echoed any more, then waits for one: what follows begins at offset 1. */
const READY = 'stty raw -echo; printf R; head -c 1 >/dev/null;';

/** Resolves with the first value that fulfils the condition. */
function first<T>(listen: (listener: (value: T) => void) => () => void, condition: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const off = listen((value) => {
      if (!condition(value)) return;
      off();
      resolve(value);
    });
  });
}

/** Lets a child that began with READY go on. */
async function go(terminals: Terminals, childId: string): Promise<void> {
  await terminals.mirror.client.screen(childId, { atLeast: 1 });
  await terminals.holder.input(childId, Buffer.from('x'));
}

describe('following', () => {
  test('signals come with the offset just past them, and the screen at that offset', async () => {
    const terminals = await Terminals.open();
    const { client } = terminals.mirror;
    const seen: TerminalSignal[] = [];
    client.onSignal((signal) => seen.push(signal));
    const childId = await terminals.run(`${READY} printf '\\033]0;the title\\007abc\\033]9;4;3\\007\\033]9;done\\033\\\\\\007'; cat`);
    await client.follow(childId);
    const bell = first<TerminalSignal>(
      (listener) => client.onSignal(listener),
      ({ kind }) => kind === 'bell',
    );
    await go(terminals, childId);
    const { offset } = await bell;
    expect(seen).toEqual([
      { kind: 'title', childId, offset: 15, text: 'the title' },
      { kind: 'progress', childId, offset: 26, state: 3, value: 0 },
      { kind: 'notify', childId, offset: 36, text: 'done' },
      { kind: 'bell', childId, offset: 37 },
    ]);
    const screen = await client.screen(childId, { atLeast: offset });
    expect(screen).toMatchObject({ title: 'the title', offset: 37, cols: 80, rows: 24, alternate: false });
    expect(screen.lines[0]).toBe('Rabc');
  });

  test('a screen that changed is told when it has settled', async () => {
    const terminals = await Terminals.open();
    const { client } = terminals.mirror;
    const childId = await terminals.run(`${READY} printf settled; cat`);
    await client.follow(childId);
    const settled = first<number>(
      (listener) => client.onSettled((id, offset) => id === childId && listener(offset)),
      (offset) => offset === 8,
    );
    await go(terminals, childId);
    expect(await settled).toBe(8);
  });

  test('a question about a later byte waits until it is there', async () => {
    const terminals = await Terminals.open();
    const { client } = terminals.mirror;
    const childId = await terminals.run(`${READY} printf hello; cat`);
    const waiting = client.screen(childId, { atLeast: 6 });
    await go(terminals, childId);
    expect((await waiting).lines[0]).toBe('Rhello');
  });

  test('a child that ended is read from its spool, and one that never was is not found', async () => {
    const terminals = await Terminals.open();
    const { client } = terminals.mirror;
    const childId = await terminals.run('echo the last words');
    await terminals.ended(childId);
    expect((await client.screen(childId, {})).lines[0]).toBe('the last words');
    await expect(client.screen('trm_none', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('what is no longer followed is forgotten', async () => {
    const terminals = await Terminals.open();
    const { client } = terminals.mirror;
    const childId = await terminals.run('cat');
    await client.follow(childId);
    expect(Object.keys(await client.positions())).toEqual([childId]);
    await client.unfollow(childId);
    expect(await client.positions()).toEqual({});
  });
});

describe('a flood', () => {
  test('of bells is no flood of messages', async () => {
    const terminals = await Terminals.open();
    const { client } = terminals.mirror;
    const size = 2_000_000;
    let told = 0;
    client.onSignal(() => {
      told += 1;
    });
    const childId = await terminals.run(`head -c ${size} /dev/zero | tr '\\0' '\\7'; printf over; cat`);
    await client.follow(childId);
    // It would run out of memory over a message for each.
    expect((await client.screen(childId, { atLeast: size + 4 })).lines[0]).toBe('over');
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(size / 100);
  });

  test('makes the mirror stand still and catch up after', async () => {
    const terminals = await Terminals.open();
    const { client } = terminals.mirror;
    const size = 24_000_000;
    const childId = await terminals.run(`${READY} yes flood | head -c ${size}; printf '\\r\\nover'; head -c 1 >/dev/null; cat`);
    await client.follow(childId);
    const end = 1 + size + 6;
    const caughtUp = first<number>(
      (listener) => client.onSettled((id, offset) => id === childId && listener(offset)),
      (offset) => offset === end,
    );
    const written = first(
      (listener: (position: { end: number }) => void) => {
        const stream = terminals.holder.open(childId, {
          from: 0,
          credit: 2 * size,
          onPiece: (piece) => piece.kind === 'data' && listener({ end: piece.offset + piece.bytes.length }),
          onClosed: () => undefined,
        });
        return () => stream.close();
      },
      (position) => position.end === end,
    );
    await go(terminals, childId);
    await written;
    // A reader of raw bytes is at the end while the mirror has left most of it for later.
    const { at } = (await client.positions())[childId]!;
    expect(at).toBeLessThan(end);
    expect(await caughtUp).toBe(end);
    expect((await client.screen(childId, { atLeast: end })).lines.join('\n')).toContain('over');
  });
});

describe('the mirror itself', () => {
  test('says so when it is killed, to everybody who waits', async () => {
    const terminals = await Terminals.open();
    const { client, pid } = terminals.mirror;
    const childId = await terminals.run('cat');
    const waiting = client.screen(childId, { atLeast: 1_000_000 });
    const refused = expect(waiting).rejects.toMatchObject({ code: 'MIRROR_UNAVAILABLE' });
    await client.follow(childId);
    process.kill(pid, 'SIGKILL');
    await refused;
    expect(await client.closed).toBeInstanceOf(Error);
    await expect(client.screen(childId, {})).rejects.toMatchObject({ code: 'MIRROR_UNAVAILABLE' });
  });

  test('sends away who does not speak its language, and serves the others', async () => {
    const terminals = await Terminals.open();
    const socket = connect(terminals.mirror.socket);
    await once(socket, 'connect');
    socket.on('error', () => socket.destroy());
    socket.write(Buffer.alloc(64, 0xff));
    await once(socket, 'close');
    expect(await terminals.mirror.client.positions()).toEqual({});
  });

  test('lets go of who asks and does not read, and keeps no more than its limit for it', async () => {
    const letGo = Promise.withResolvers<void>();
    const terminals = await Terminals.open((message) => message.startsWith('a reader takes nothing') && letGo.resolve());
    const childId = await terminals.run(`yes '${'x'.repeat(70)}' | head -n 2000; printf '\\033]0;all\\007'; cat`);
    const { client } = terminals.mirror;
    const all = first<TerminalSignal>(
      (listener) => client.onSignal(listener),
      (signal) => signal.kind === 'title' && signal.text === 'all',
    );
    await client.follow(childId);
    await all;
    const socket = connect(terminals.mirror.socket);
    await once(socket, 'connect');
    socket.on('error', () => socket.destroy());
    // Some 80 KiB each: five times of what may wait.
    for (let ref = 1; ref <= 1000; ref += 1) socket.write(encodeJson(FRAME.call, ref, { method: 'snapshot', childId, scrollback: 1000 }));
    await letGo.promise;
    let read = 0;
    // Reset rather than ended, so not by once(), which takes an error for its own.
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('data', (chunk: Buffer) => {
      read += chunk.length;
    });
    await closed;
    expect(read).toBeLessThan(24 * 1024 * 1024);
    expect((await client.screen(childId, {})).title).toBe('all');
  });
});
