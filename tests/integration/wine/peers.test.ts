import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { compileForWindows, layOut, runInWine, whyNoCompiler, whyNoWine } from './wine.ts';

interface Answer {
  readonly problem: string | null;
  /** How many it had heard of while all were connected. */
  readonly before: number;
  readonly connected: readonly { said: { name: string; pid: number }; pid: number; origin: { kind: string }; again: number }[];
  readonly destroyed: number;
  readonly server: number;
  readonly children: Record<string, number>;
  readonly aboveServer: readonly number[];
  readonly alive: readonly boolean[];
}

const because = (reason: string | null) => (reason === null ? '' : ` (skipped: ${reason})`);
const noCompiler = whyNoCompiler();
const noWine = whyNoWine();

test.skipIf(noCompiler !== null)(`the native part compiles for Windows without a warning${because(noCompiler)}`, async () => {
  const target = join(await tempFolder(), 'descent.node');
  await compileForWindows(target);
  expect((await readFile(target)).subarray(0, 2).toString()).toBe('MZ');
});

describe.skipIf(noWine !== null)(`who connects, under Wine${because(noWine)}`, () => {
  test('each of several that connect at once is told by its process, and by what it descends from', { timeout: 180_000 }, async () => {
    const folder = await tempFolder();
    for (const name of ['data', 'came']) await mkdir(join(folder, name));
    await layOut(folder, ['server.ts', 'client.mjs']);
    const answerFile = join(folder, 'answer');
    await runInWine(folder, 'server.ts', [join(folder, 'data'), join(folder, 'came'), answerFile]);
    const answer = JSON.parse(await readFile(answerFile, 'utf8')) as Answer;
    expect(answer).toMatchObject({ problem: null, before: 0, destroyed: 0, alive: [true, false] });
    expect(answer.aboveServer[0]).toBe(answer.server);
    const child = { kind: 'child', childId: 'trm_wine' };
    const outside = { kind: 'outside' };
    const orphan = { kind: 'child', childId: null };
    const expected: Record<string, object> = { outside, child, below: child, 'outside too': outside, orphan };
    expect(answer.connected.map(({ said }) => said.name).sort()).toEqual(Object.keys(expected).sort());
    for (const { said, pid, again, origin } of answer.connected) {
      expect({ name: said.name, pid, again, origin }).toEqual({
        name: said.name,
        pid: said.pid,
        again: said.pid,
        origin: expected[said.name],
      });
      if (said.name in answer.children) expect(pid).toBe(answer.children[said.name]);
    }
  });
});
