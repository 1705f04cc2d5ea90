import type { AddressInfo } from 'node:net';
import { Terminal } from '@xterm/headless';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { viewerSocket } from '#renderer/rpc/socket-transport.ts';
import type { ReplayScreen } from '#renderer/terminal/replay-screen.ts';
import { ScreenSwap } from '#renderer/terminal/screen-swap.ts';
import { encodeGateway, type GatewayMessage } from '#shared/terminal/viewer-protocol.ts';

class HeadlessScreen implements ReplayScreen {
  readonly real = new Terminal({ cols: 20, rows: 4, scrollback: 1_000, allowProposedApi: true });
  readonly terminal = this.real as unknown as ReplayScreen['terminal'];
  live: boolean | null = null;
  disposed = false;
  write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.real.write(data, resolve));
  }
  setLive(live: boolean): void {
    this.live = live;
  }
  setLook(): void {
    // Nothing is drawn here.
  }
  dispose(): void {
    this.disposed = true;
    this.real.dispose();
  }
  get lines(): string[] {
    const { active } = this.real.buffer;
    const all = Array.from({ length: active.length }, (_, i) => active.getLine(i)?.translateToString(true) ?? '');
    return all.slice(0, all.findLastIndex((line) => line !== '') + 1);
  }
}

const bytes = (text: string) => new TextEncoder().encode(text);
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `line ${from + i}`);
const text = (lines: string[]) => lines.map((line) => `${line}\r\n`).join('');

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => void close()));

/** A gateway that serves one recording in `bytes` mode, in pieces, and whatever is sent later. */
async function gateway(recording: GatewayMessage[], firstAvailable: number, end: number) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  closers.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  let send: (message: GatewayMessage) => void = () => undefined;
  const asked: unknown[] = [];
  server.on('connection', (socket) => {
    send = (message) => socket.send(encodeGateway(message));
    socket.once('message', (data) => {
      asked.push(JSON.parse(data.toString()));
      socket.send(JSON.stringify({ ok: true, terminal: 't', rights: 'read', firstAvailable, end }));
      for (const message of recording) send(message);
    });
  });
  /** Closes as a gateway does behind the last byte, once somebody is connected. */
  const closeBehind = async () => {
    while (server.clients.size === 0 || asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    for (const socket of server.clients) socket.close(1000);
  };
  return {
    closeBehind,
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    send: (message: GatewayMessage) => send(message),
    asked,
  };
}

function swapOver(url: string, from: HeadlessScreen, at: { offset: number }) {
  const hidden: HeadlessScreen[] = [];
  let swap!: ScreenSwap<HeadlessScreen>;
  const done = new Promise<{ screen: HeadlessScreen; waiting: readonly GatewayMessage[] }>((resolve, reject) => {
    swap = new ScreenSwap<HeadlessScreen>({
      openWire: viewerSocket,
      from,
      make: () => {
        const screen = new HeadlessScreen();
        hidden.push(screen);
        return screen;
      },
      ticket: async () => ({ url, ticket: 'x' }),
      offset: () => at.offset,
      describeGap: (reason) => reason,
      onProgress: () => undefined,
      onSwapped: (screen, waiting) => resolve({ screen, waiting }),
      onFailed: reject,
      draw: (data, offset) => {
        at.offset = offset + data.length;
        from.real.write(data);
      },
    });
  });
  return { swap, done, hidden };
}

describe('loading what is above the screen', () => {
  it('puts a screen with the whole recording in the place of the one on show', async () => {
    const all = bytes(text(numbered(0, 200)));
    const { url, asked } = await gateway([{ type: 'data', offset: 0, bytes: all }], 0, all.length);
    const from = new HeadlessScreen();
    await from.write(text(numbered(190, 200)));
    const { done } = swapOver(url, from, { offset: all.length });
    const { screen, waiting } = await done;
    expect(screen.lines).toEqual(numbered(0, 200));
    expect(waiting).toEqual([]);
    expect(asked).toMatchObject([{ mode: 'bytes', from: 0, ticket: 'x' }]);
  });

  it('answers nothing while old bytes are parsed, and may again once it is on show', async () => {
    const all = bytes('old\u001b[6n');
    const { url } = await gateway([{ type: 'data', offset: 0, bytes: all }], 0, all.length);
    const { done, hidden } = swapOver(url, new HeadlessScreen(), { offset: all.length });
    expect(hidden[0]?.live ?? false).toBe(false);
    expect((await done).screen.live).toBe(true);
  });

  it('meets the live stream at exactly one byte, inside of a message if need be', async () => {
    // The recording is known up to "bb"; the live stream stands at "aa" and goes on in one piece over that point.
    const { url } = await gateway([{ type: 'data', offset: 0, bytes: bytes('aaaabb') }], 0, 6);
    const from = new HeadlessScreen();
    await from.write('aaaa');
    const at = { offset: 4 };
    const { swap, done } = swapOver(url, from, at);
    const live: GatewayMessage = { type: 'data', offset: 4, bytes: bytes('bbcc') };
    // Until the recording is loaded, live messages are drawn as ever; then the swap takes the one that crosses the meeting point.
    while (!swap.takes(live)) await new Promise((resolve) => setImmediate(resolve));
    const { screen, waiting } = await done;
    expect(at.offset).toBe(6);
    expect(screen.lines).toEqual(['aaaabb']);
    expect(waiting).toEqual([{ type: 'data', offset: 6, bytes: bytes('cc') }]);
    expect(from.lines).toEqual(['aaaabb']);
  });

  it('follows the recording on while the live stream is ahead', async () => {
    const { url, send } = await gateway([{ type: 'data', offset: 0, bytes: bytes('first') }], 0, 5);
    const from = new HeadlessScreen();
    await from.write('first second');
    const { done, hidden } = swapOver(url, from, { offset: 12 });
    while (hidden[0]?.lines[0] !== 'first') await new Promise((resolve) => setImmediate(resolve));
    send({ type: 'data', offset: 5, bytes: bytes(' second') });
    expect((await done).screen.lines).toEqual(['first second']);
  });

  it('takes the screen itself from the one on show when the oldest bytes are gone', async () => {
    // What is left of the recording begins behind the bytes that switched bracketed paste on and drew the top.
    const rest = bytes(text(numbered(50, 60)));
    const gap: GatewayMessage = { type: 'gap', from: 0, to: 500, reason: 'expired' };
    const { url } = await gateway([gap, { type: 'data', offset: 500, bytes: rest }], 500, 500 + rest.length);
    const from = new HeadlessScreen();
    await from.write(`\u001b[?2004hprompt> `);
    const { done } = swapOver(url, from, { offset: 500 + rest.length });
    const { screen } = await done;
    expect(screen.real.modes.bracketedPasteMode).toBe(true);
    expect(screen.lines.some((line) => line.startsWith('prompt>'))).toBe(true);
    expect(screen.lines).toContain('line 50');
    expect(screen.lines[1]).toContain('expired');
  });

  it('takes over the sizes that the program had then, and ends at the size it has now', async () => {
    const { url } = await gateway(
      [
        { type: 'resized', offset: 0, cols: 10, rows: 4 },
        { type: 'data', offset: 0, bytes: bytes('0123456789ab\r\n') },
      ],
      0,
      14,
    );
    const from = new HeadlessScreen();
    const { done } = swapOver(url, from, { offset: 14 });
    const { screen } = await done;
    expect([screen.real.cols, screen.real.rows]).toEqual([20, 4]);
    expect(screen.lines).toEqual(['0123456789ab']);
  });

  it('gives everything back when it is cancelled', async () => {
    const { url } = await gateway([], 0, 100);
    const { swap, hidden } = swapOver(url, new HeadlessScreen(), { offset: 100 });
    swap.cancel();
    expect(hidden[0]?.disposed).toBe(true);
    expect(swap.takes({ type: 'data', offset: 100, bytes: bytes('x') })).toBe(false);
  });

  it('loads the recording of an ended program, whose stream closes behind its last byte', async () => {
    const all = bytes(text(numbered(0, 300)));
    const { url, closeBehind } = await gateway([{ type: 'data', offset: 0, bytes: all }], 0, all.length);
    const { done } = swapOver(url, new HeadlessScreen(), { offset: all.length });
    await closeBehind();
    expect((await done).screen.lines).toEqual(numbered(0, 300));
  });

  it('says why when it cannot load', async () => {
    const from = new HeadlessScreen();
    const { done } = swapOver('ws://127.0.0.1:1', from, { offset: 0 });
    await expect(done).rejects.toBeNull();
    expect(from.disposed).toBe(false);
  });
});
