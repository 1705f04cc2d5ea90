import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ViewerClientOptions } from '#main/gateway/client.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { Terminals } from './terminals.ts';

interface Read {
  readonly bytes: Buffer;
  readonly gaps: readonly Extract<GatewayMessage, { type: 'gap' }>[];
  readonly exit: Extract<GatewayMessage, { type: 'exit' }> | null;
  readonly code: number;
}

/** Reads a range to its end, as `tail` does. */
async function tail(terminals: Terminals, childId: string, options: Partial<ViewerClientOptions>): Promise<Read> {
  const chunks: Buffer[] = [];
  const gaps: Extract<GatewayMessage, { type: 'gap' }>[] = [];
  let exit: Read['exit'] = null;
  let expected = options.from ?? null;
  const onMessage = (message: GatewayMessage): void => {
    if (message.type === 'data') {
      expect(message.offset).toBe(expected ?? message.offset);
      expected = message.offset + message.bytes.length;
      chunks.push(Buffer.from(message.bytes));
    } else if (message.type === 'gap') {
      gaps.push(message);
      expected = message.to;
    } else if (message.type === 'exit') exit = message;
  };
  const viewer = await terminals.connect(childId, { mode: 'bytes', ...options, onMessage });
  const { code } = await viewer.closed;
  return { bytes: Buffer.concat(chunks), gaps, exit, code };
}

// `stty raw`: no newline is changed on its way.
const COUNT = 'stty raw -echo; i=0; while [ $i -lt 20000 ]; do echo "row $i of the output"; i=$((i+1)); done';
const EXPECTED = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `row ${i} of the output\n`).join(''));
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('reading bytes', () => {
  test('of a running child: followed to its end, none missing and none twice', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run(COUNT);
    const read = await tail(terminals, childId, { from: 0, credit: 64 * 1024 });
    expect(sha(read.bytes)).toBe(sha(EXPECTED));
    expect(read).toMatchObject({ gaps: [], exit: { code: 0, offset: EXPECTED.length }, code: 1000 });
  });

  test('of an ended child: any range exactly, with a small window', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run(COUNT);
    await terminals.ended(childId);
    for (const [from, to] of [
      [0, 10],
      [1, 100_001],
      [99_999, EXPECTED.length],
      [EXPECTED.length - 1, EXPECTED.length],
      [5, 5],
    ] as const) {
      const read = await tail(terminals, childId, { from, to, credit: 4096 });
      expect(sha(read.bytes)).toBe(sha(EXPECTED.subarray(from, to)));
      expect(read.code).toBe(1000);
    }
    const whole = await tail(terminals, childId, { follow: false });
    expect(sha(whole.bytes)).toBe(sha(EXPECTED));
    expect(whole.exit).toMatchObject({ code: 0 });
  });

  test('without following it stops where the output ends now', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run('echo one; cat');
    const shown = await terminals.attach(childId);
    await shown.shows('one');
    const read = await tail(terminals, childId, { follow: false });
    expect(read.bytes.toString()).toBe('one\r\n');
    expect(read.exit).toBeNull();
  });

  test('what is no longer kept is named', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run(`stty raw; head -c 30000000 /dev/zero`, { keepBytes: 1024 * 1024 });
    await terminals.ended(childId);
    const read = await tail(terminals, childId, { from: 0, follow: false });
    expect(read.gaps).toMatchObject([{ from: 0, reason: 'expired' }]);
    expect(read.gaps[0]!.to + read.bytes.length).toBe(30_000_000);
    expect(read.bytes.every((byte) => byte === 0)).toBe(true);
  });

  test('a start behind the end is refused', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run('echo one');
    await terminals.ended(childId);
    await expect(tail(terminals, childId, { from: 1000 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

test('a paste of four mebibytes arrives whole and in order', async () => {
  const terminals = await Terminals.open();
  const size = 4 * 1024 * 1024;
  const childId = await terminals.run(`stty raw -echo; echo ready; head -c ${size} | sha256sum; cat`);
  const shown = await terminals.attach(childId);
  await shown.shows('ready');
  const paste = Buffer.alloc(size);
  for (let at = 0; at < size; at++) paste[at] = 32 + ((at * 7919) % 90);
  shown.viewer?.input(paste);
  shown.type('after');
  await shown.shows('after');
  expect(shown.text).toContain(createHash('sha256').update(paste).digest('hex'));
});
