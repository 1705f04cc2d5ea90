import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { layoutsTable } from '../../../src-main/engine/store/index.ts';
import { EventPosition } from '../../../src-shared/events/follow.ts';
import type { Receipt } from '../../support/state-process.ts';
import { openStoreIn } from '../../support/store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ROUNDS = 8;
/** Receipts after which a round is killed; different ones, so that the kill falls at different places of a commit. */
const receiptsOf = (round: number) => 40 + round * 37;

/** Runs writers and a reader in a process of their own, and kills it -9 after `count` receipts; all that were sent are given. */
async function killedAfter(count: number, folder: string, round: number, after: number): Promise<readonly Receipt[]> {
  const child = fork(join(import.meta.dirname, '../../support/state-process.ts'), [folder, String(round), String(after)], { execArgv: [] });
  const gone = once(child, 'close');
  const receipts: Receipt[] = [];
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  child.on('message', (receipt: Receipt) => {
    receipts.push(receipt);
    if (receipts.length === count) child.kill('SIGKILL');
  });
  await gone;
  return receipts;
}

it('keeps everything that was acknowledged over kill -9, and loses and doubles no event of a reader that comes back', async () => {
  const folder = await tempFolder();
  const position = new EventPosition(0);
  const written: string[] = [];
  const heard: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const receipt of await killedAfter(receiptsOf(round), folder, round, position.seq ?? 0)) {
      if ('written' in receipt) written.push(receipt.written);
      else {
        expect(position.take(receipt.heard)).toBe('apply');
        if (receipt.heard.type === 'notice') heard.push(`${receipt.heard.seq} ${receipt.heard.message}`);
        else expect(receipt.heard.type).toBe('heartbeat');
      }
    }
  }

  const store = await openStoreIn(folder);
  onTestFinished(() => store.close());
  expect(store.problem()).toBeNull();
  const kept = new Set(
    store.db
      .select({ name: layoutsTable.name })
      .from(layoutsTable)
      .all()
      .map(({ name }) => name),
  );
  expect(written.filter((name) => !kept.has(`${name} a`))).toEqual([]);
  const halves = [...kept].filter((name) => !kept.has(name.endsWith(' a') ? name.replace(/a$/, 'b') : name.replace(/b$/, 'a')));
  expect(halves).toEqual([]);
  // What the reader was told is what stands in the log, from the first event on, in the same places.
  const logged = store.db.all<{ seq: number; event: string }>('SELECT seq, event FROM events ORDER BY seq');
  expect(logged.map(({ seq }) => seq)).toEqual(logged.map((_, i) => i + 1));
  expect(heard).toEqual(logged.slice(0, heard.length).map(({ seq, event }) => `${seq} ${JSON.parse(event).message}`));
  expect(written.length).toBeGreaterThan(ROUNDS);
  expect(new Set(heard.map((line) => line.split(' ')[1])).size).toBe(heard.length);
  // biome-ignore lint/suspicious/noConsole: the figures that docs/state.md names
  console.log(`${ROUNDS} kills: ${written.length} acknowledged writes, 0 missing; ${heard.length} events heard, 0 lost, 0 doubled`);
}, 120_000);
