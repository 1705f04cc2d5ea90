import { describe, expect, test } from 'vitest';
import { sendMessage } from '#main/engine/agents/kimi/message.ts';
import type { ScreenPart } from '#main/engine/agents/kimi/screen-reader.ts';
import { connectHolder } from '#main/holder/client.ts';
import { readHolderKey } from '#main/holder/key.ts';
import type { HolderClient } from '#main/holder/types.ts';
import { sharedHolder, type TestChild } from './support.ts';

const shared = sharedHolder();
const WITHIN_MS = 5000;
/** What a machine under load adds to the time of a lease before a key that waited for it is seen. */
const LATE_MS = 400;

/** A terminal that gives back what it is sent, byte by byte and as it is. */
async function recorder(): Promise<TestChild> {
  const child = await shared().sh('stty raw -echo; printf R; exec cat');
  await child.output.untilText('R');
  return child;
}

const text = (child: TestChild) => child.output.text.slice(1);

/** A person at another connection, who types the letters of the alphabet until told to stop. */
function typist(client: HolderClient, childId: string) {
  const typed: string[] = [];
  let longest = 0;
  let on = true;
  const done = (async () => {
    while (on) {
      const key = String.fromCharCode(97 + (typed.length % 26));
      typed.push(key);
      const pressed = performance.now();
      await client.input(childId, Buffer.from(key));
      longest = Math.max(longest, performance.now() - pressed);
    }
  })();
  return {
    async stop() {
      on = false;
      await done;
      return { typed: typed.join(''), longest };
    },
  };
}

describe('a lease of a terminal’s input', () => {
  test('keeps what another connection types until it is given back, and then lets it in whole and in order', async () => {
    const child = await recorder();
    const person = typist(await shared().connect('gateway'), child.id);
    await child.output.until(() => text(child).length > 20);
    for (let round = 0; round < 5; round += 1) {
      const lease = await shared().client.lease(child.id, WITHIN_MS);
      for (const part of ['<', '1', '2', '3', '>']) await lease.write(Buffer.from(part));
      lease.release();
      const seen = text(child).length;
      await child.output.until(() => text(child).length > seen + 10);
    }
    const { typed } = await person.stop();
    await child.output.until(() => text(child).replaceAll('<123>', '').length === typed.length);
    expect(text(child).match(/<123>/g)).toHaveLength(5);
    expect(text(child).replaceAll('<123>', '')).toBe(typed);
  });

  test('that is not given back ends after 100 ms: a key that waited comes then, and later writes are refused, unwritten', async () => {
    const child = await recorder();
    const other = await shared().connect('gateway');
    const lease = await shared().client.lease(child.id, WITHIN_MS);
    const from = performance.now();
    await lease.write(Buffer.from('held'));
    await other.input(child.id, Buffer.from('k'));
    const waited = performance.now() - from;
    await child.output.untilText('k');
    // The holder counts from the grant, which was up to a millisecond or two before this side heard of it.
    expect(waited).toBeGreaterThan(80);
    expect(waited).toBeLessThan(100 + LATE_MS);
    await expect(lease.write(Buffer.from('late'))).rejects.toMatchObject({ code: 'LEASE_OVER' });
    lease.release();
    await other.input(child.id, Buffer.from('.'));
    await child.output.untilText('.');
    expect(text(child)).toBe('heldk.');
  });

  test('is granted in the order of asking, each to one', async () => {
    const child = await recorder();
    const other = await shared().connect();
    const order: string[] = [];
    const use = async (client: HolderClient, name: string) => {
      const lease = await client.lease(child.id, WITHIN_MS);
      order.push(name);
      await lease.write(Buffer.from(name));
      await lease.write(Buffer.from(name));
      lease.release();
    };
    const first = await shared().client.lease(child.id, WITHIN_MS);
    const all = [use(shared().client, 'a'), use(shared().client, 'b')];
    // Asked and answered on this connection: it has seen the two before.
    await shared().client.list();
    all.push(use(other, 'c'));
    await other.list();
    first.release();
    await Promise.all(all);
    await child.output.until(() => text(child).length === 6);
    expect(order).toEqual(['a', 'b', 'c']);
    expect(text(child)).toBe('aabbcc');
  });

  test('ends with the connection that holds it', async () => {
    const child = await recorder();
    const owner = await shared().connect();
    const lease = await owner.lease(child.id, WITHIN_MS);
    await lease.write(Buffer.from('a'));
    const from = performance.now();
    owner.close();
    await shared().client.input(child.id, Buffer.from('b'));
    expect(performance.now() - from).toBeLessThan(80);
    await child.output.untilText('b');
    await expect(lease.write(Buffer.from('c'))).rejects.toMatchObject({ code: 'HOLDER_UNREACHABLE' });
    expect(text(child)).toBe('ab');
  });

  test('carries a write of megabytes whole, also when it takes longer than the lease', async () => {
    const bytes = 3 * 1024 * 1024;
    const slow = await shared().sh(`stty raw -echo; printf R; sleep 0.3; head -c ${bytes + 1} | tail -c 2`);
    await slow.output.untilText('R');
    const lease = await shared().client.lease(slow.id, WITHIN_MS);
    const written = lease.write(Buffer.alloc(bytes, 'x'));
    const typed = (await shared().connect('gateway')).input(slow.id, Buffer.from('k'));
    await Promise.all([written, typed]);
    await slow.output.untilExit();
    expect(slow.output.text).toBe('Rxk');
    lease.release();
  });

  test('is refused for a program that has ended, and given up when the turn does not come in time', async () => {
    const ended = await shared().sh('exit 0');
    await ended.output.untilExit();
    await expect(shared().client.lease(ended.id, WITHIN_MS)).rejects.toMatchObject({ code: 'SESSION_ENDED' });

    const deaf = await shared().sh('stty raw -echo; printf R; exec sleep 300');
    await deaf.output.untilText('R');
    const stuck = shared()
      .client.input(deaf.id, Buffer.alloc(1024 * 1024))
      .catch((error: unknown) => error);
    await expect(shared().client.lease(deaf.id, 50)).rejects.toMatchObject({ code: 'TIMED_OUT' });
    await shared().client.stop(deaf.id, { graceMs: 100, force: true });
    await stuck;
  });

  test('is the engine’s alone: a gateway may type, not shut others out', async () => {
    const child = await recorder();
    const gateway = await shared().connect('gateway');
    await expect(gateway.lease(child.id, WITHIN_MS)).rejects.toMatchObject({ code: 'DENIED' });
  });

  test('with a holder of the first version holds nothing back, and writes all the same', async () => {
    const { dataFolder, client } = shared();
    const old = await connectHolder(client.holder.socket, await readHolderKey(dataFolder), 'engine', { versions: [1, 1] });
    expect(old.holder.protocol).toBe(1);
    const child = await recorder();
    const lease = await old.lease(child.id, WITHIN_MS);
    await lease.write(Buffer.from('a'));
    await client.input(child.id, Buffer.from('b'));
    await lease.write(Buffer.from('c'));
    lease.release();
    await child.output.untilText('c');
    expect(text(child)).toBe('abc');
    old.close();
  });
});

test('a message to a Kimi that works stands together, paste and Enter, while somebody types in its terminal all the time', async () => {
  const child = await recorder();
  const { client } = shared();
  const person = typist(await shared().connect('gateway'), child.id);
  const PASTE = /\u001b\[200~(.*?)\u001b\[201~/;
  // A Kimi whose box shows pastes, and nothing of keys: as with arrow keys, only the order in the terminal tells of them.
  let looksAtPaste = 0;
  const look = async (): Promise<ScreenPart> => {
    const rest = text(child).slice(text(child).lastIndexOf('\r') + 1);
    const pasted = PASTE.exec(rest)?.[1] ?? '';
    if (pasted !== '') looksAtPaste += 1;
    const draft = looksAtPaste < 2 ? '' : pasted;
    const queued = text(child).includes('\r') ? ['a message'] : [];
    return { kind: 'box', busy: { retry: null }, draft, queued, error: null, noModel: false };
  };
  await sendMessage(
    {
      look,
      position: () => child.output.bytes,
      waitsFor: () => null,
      osc: () => ({ working: null, wants: null, title: null }),
      ended: () => false,
      input: (bytes) => client.input(child.id, bytes),
      lease: (withinMs) => client.lease(child.id, withinMs),
      // As long as Kimi takes to draw a paste: for a person who types all the time, long enough.
      news(limitMs) {
        const { promise, resolve } = Promise.withResolvers<void>();
        setTimeout(resolve, limitMs);
        return promise;
      },
      onMessage: () => () => undefined,
      now: () => Date.now(),
    },
    'a message',
    WITHIN_MS,
  );
  const { typed, longest } = await person.stop();
  await child.output.until(() => text(child).length === typed.length + '\u001b[200~a message\u001b[201~\r'.length);
  expect(text(child)).toContain('\u001b[200~a message\u001b[201~\r');
  expect(text(child).replace('\u001b[200~a message\u001b[201~\r', '')).toBe(typed);
  expect(longest).toBeLessThan(100 + LATE_MS);
});
