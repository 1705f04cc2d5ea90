import { expect, test } from 'vitest';
import { connectViewer } from '#main/gateway/client.ts';
import type { SessionInfo } from '#shared/contract/index.ts';
import { engineFolder } from '../../support/engine.ts';
import { startKillableEngine } from '../../support/killable-engine.ts';

const BLOCK_MS = 500;
/** Half of what the engine stands still for: bytes that pass its loop come later than that. */
const BOUND_MS = 250;

test('keys and their echoes pass while the engine’s event loop stands still', async () => {
  const engine = await startKillableEngine(await engineFolder(), { gateway: true });
  const { id } = await engine.call<SessionInfo>('session.create', {
    name: 'echo',
    agent: 'shell',
    args: ['-c', 'stty raw -echo; printf ready; exec cat'],
  });
  const { url, ticket } = await engine.call<{ url: string; ticket: string }>('terminal.attach', { session: id });
  let seen = '';
  let heard: () => void = () => undefined;
  const viewer = await connectViewer({
    url,
    ticket,
    mode: 'bytes',
    onMessage: (message) => {
      if (message.type === 'data') seen += new TextDecoder().decode(message.bytes);
      heard();
    },
  });
  const shows = async (text: string) => {
    while (!seen.includes(text)) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  };
  await shows('ready');

  const { begun, over } = engine.block(BLOCK_MS);
  await begun;
  const from = performance.now();
  let answered = false;
  const call = engine.call('system.whoami').then(() => {
    answered = true;
    return performance.now() - from;
  });
  const took: number[] = [];
  while (performance.now() - from < BLOCK_MS - BOUND_MS) {
    const pressed = performance.now();
    viewer.input(Buffer.from(`<${took.length}>`));
    await shows(`<${took.length}>`);
    took.push(performance.now() - pressed);
  }
  expect(answered, 'the engine stood still all the while').toBe(false);
  expect(Math.max(...took)).toBeLessThan(BOUND_MS);
  expect(took.length).toBeGreaterThan(5);
  expect(await call).toBeGreaterThan(BLOCK_MS - BOUND_MS);
  await over;
  viewer.close();
});
