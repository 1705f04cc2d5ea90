import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectHolder } from '../../../src-main/holder/client.ts';
import { readHolderKey } from '../../../src-main/holder/key.ts';
import { decodeJson, encodeFrame, encodeJson, FrameDecoder, MAX_PAYLOAD } from '../../../src-main/holder/protocol/codec.ts';
import { T } from '../../../src-main/holder/protocol/messages.ts';
import { follow, nextEvent, sharedHolder, specOf } from './support.ts';

const shared = sharedHolder();

/** Somebody who speaks bytes. */
class Stranger {
  readonly socket: Socket;
  readonly frames: { readonly type: number; readonly body: unknown }[] = [];
  readonly closed: Promise<void>;

  constructor(path: string) {
    this.socket = connect(path);
    const decoder = new FrameDecoder(MAX_PAYLOAD);
    this.socket.on('data', (chunk: Buffer) => {
      decoder.push(chunk, ({ type, payload }) => this.frames.push({ type, body: decodeJson(payload) }));
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.on('close', () => resolve()));
  }
}

function stranger(): Stranger {
  const one = new Stranger(shared().client.holder.socket);
  onTestFinished(() => {
    one.socket.destroy();
  });
  return one;
}

const hello = async (change: object = {}) =>
  encodeJson(T.hello, 0, { versions: [1, 1], key: await readHolderKey(shared().dataFolder), role: 'engine', ...change });

describe('somebody on the holder’s socket', () => {
  test.each([
    ['talks HTTP', async () => Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), 'HOLDER_PROTOCOL'],
    ['sends noise', async () => Buffer.from(Array.from({ length: 100 }, (_, i) => (i * 37) & 0xff)), 'HOLDER_PROTOCOL'],
    ['announces a frame of 4 GiB', async () => Buffer.from([0xff, 0xff, 0xff, 0xff]), 'HOLDER_PROTOCOL'],
    ['calls before it says hello', async () => encodeJson(T.call, 1, { method: 'list' }), 'HOLDER_PROTOCOL'],
    ['says hello in no words', async () => encodeFrame(T.hello, 0, Buffer.from('not json')), 'HOLDER_PROTOCOL'],
    ['says hello without a key', async () => encodeJson(T.hello, 0, { versions: [1, 1], role: 'engine' }), 'HOLDER_PROTOCOL'],
    ['has the wrong key', () => hello({ key: 'f'.repeat(64) }), 'HOLDER_REFUSED'],
    ['has a key of another length', () => hello({ key: '' }), 'HOLDER_REFUSED'],
    ['speaks only newer versions', () => hello({ versions: [3, 9] }), 'HOLDER_PROTOCOL'],
    ['claims a role that does not exist', () => hello({ role: 'owner' }), 'HOLDER_PROTOCOL'],
  ])('who %s is refused with a reason and disconnected, and nobody else notices', async (_what, bytes, code) => {
    const bystander = await shared().run('/bin/cat', []);
    const one = stranger();
    one.socket.write(await bytes());
    await one.closed;
    expect(one.frames).toMatchObject([{ type: T.refused, body: { code } }]);
    await bystander.type('unharmed\n');
    await bystander.output.untilText('unharmed');
  });

  test('who says nothing is sent away after a while', { timeout: 15_000 }, async () => {
    const one = stranger();
    await one.closed;
    expect(one.frames).toMatchObject([{ type: T.refused, body: { code: 'HOLDER_PROTOCOL' } }]);
  });

  test('who was let in and then talks nonsense loses the connection and nothing else', async () => {
    const child = await shared().run('/bin/cat', []);
    for (const nonsense of [
      encodeFrame(0x3f, 1, Buffer.alloc(0)),
      encodeFrame(T.input, 1, Buffer.alloc(1)),
      encodeFrame(T.call, 1, Buffer.from('{')),
    ]) {
      const one = stranger();
      one.socket.write(Buffer.concat([await hello(), nonsense]));
      await one.closed;
      expect(one.frames).toMatchObject([{ type: T.welcome }, { type: T.refused, body: { code: 'HOLDER_PROTOCOL' } }]);
    }
    await child.type('unharmed\n');
    await child.output.untilText('unharmed');
  });

  test('who credits or closes streams that it does not have is ignored', async () => {
    const one = stranger();
    one.socket.write(
      Buffer.concat([
        await hello(),
        encodeFrame(T.credit, 99, Buffer.alloc(4)),
        encodeFrame(T.skip, 99, Buffer.alloc(8)),
        encodeFrame(T.close, 99, Buffer.alloc(0)),
        encodeJson(T.call, 5, { method: 'list' }),
      ]),
    );
    await new Promise<void>((resolve) => {
      one.socket.on('data', () => {
        if (one.frames.length === 2) resolve();
      });
    });
    expect(one.frames[1]).toMatchObject({ type: T.result });
  });

  test('who asks for a call that does not exist, or with the wrong parameters, is told so and may go on', async () => {
    const one = stranger();
    one.socket.write(
      Buffer.concat([
        await hello(),
        encodeJson(T.call, 1, { method: 'format' }),
        encodeJson(T.call, 2, { method: 'toString' }),
        encodeJson(T.call, 3, { method: 'resize', params: { childId: 'x', cols: -1, rows: 2 } }),
      ]),
    );
    await new Promise<void>((resolve) => {
      one.socket.on('data', () => {
        if (one.frames.length === 4) resolve();
      });
    });
    expect(one.frames.slice(1).map(({ type, body }) => [type, (body as { code: string }).code])).toEqual([
      [T.failed, 'NOT_FOUND'],
      [T.failed, 'NOT_FOUND'],
      [T.failed, 'INVALID_INPUT'],
    ]);
  });
});

describe('a client', () => {
  test('is told a wrong key and a missing version in clear', async () => {
    const { socket } = shared().client.holder;
    await expect(connectHolder(socket, 'wrong', 'engine')).rejects.toMatchObject({ code: 'HOLDER_REFUSED' });
    const key = await readHolderKey(shared().dataFolder);
    await expect(connectHolder(socket, key, 'engine', { versions: [7, 8] })).rejects.toMatchObject({
      code: 'HOLDER_PROTOCOL',
      context: { reason: 'no version in common', client: '7-8' },
    });
  });

  test('of a newer build that still speaks our version is welcome', async () => {
    const key = await readHolderKey(shared().dataFolder);
    const client = await connectHolder(shared().client.holder.socket, key, 'engine', { versions: [1, 5] });
    expect(client.holder.protocol).toBe(2);
    client.close();
  });

  test('may do what its role allows and no more', async () => {
    const child = await shared().run('/bin/cat', []);
    const gateway = await shared().connect('gateway');
    const mirror = await shared().connect('mirror');
    await gateway.input(child.id, Buffer.from('typed\n'));
    await gateway.resize(child.id, 90, 30);
    await follow(mirror, child.id).untilText('typed');
    await expect(gateway.spawn(specOf('/bin/sh', []))).rejects.toMatchObject({ code: 'DENIED' });
    await expect(gateway.stop(child.id, { graceMs: 1 })).rejects.toMatchObject({ code: 'DENIED' });
    await expect(mirror.input(child.id, Buffer.from('x'))).rejects.toMatchObject({ code: 'DENIED' });
    await expect(mirror.resize(child.id, 80, 24)).rejects.toMatchObject({ code: 'DENIED' });
    await expect(mirror.forget(child.id)).rejects.toMatchObject({ code: 'DENIED' });
  });

  test('hears of what others do', async () => {
    const mirror = await shared().connect('mirror');
    const spawned = nextEvent(mirror, 'spawned');
    const child = await shared().run('/bin/cat', []);
    expect(await spawned).toMatchObject({ child: { childId: child.id } });
    const resized = nextEvent(mirror, 'resized');
    await shared().client.resize(child.id, 77, 33);
    expect(await resized).toMatchObject({ childId: child.id, cols: 77, rows: 33 });
    const exited = nextEvent(mirror, 'exited');
    await child.type('\x04');
    expect(await exited).toMatchObject({ childId: child.id, exit: { code: 0 } });
  });

  test('that closes has its calls rejected and its streams told', async () => {
    const child = await shared().run('/bin/cat', []);
    const client = await shared().connect();
    const stream = follow(client, child.id);
    await stream.until(() => stream.pieces.length > 0);
    const pending = client.stop(child.id, { graceMs: 60_000 }).catch((error: unknown) => error);
    client.close();
    expect(await pending).toMatchObject({ code: 'HOLDER_UNREACHABLE' });
    expect(stream.closed).toBeNull();
    expect(await client.closed).toBeNull();
    await expect(client.list()).rejects.toMatchObject({ code: 'HOLDER_UNREACHABLE' });
  });
});
