import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { openAuditIn } from '../../support/audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Lets callers record in a process of their own, and kills it -9 after so many receipts; all that were sent are given. */
async function killedAfter(receipts: number, folder: string, ...args: readonly number[]): Promise<readonly string[]> {
  const child = fork(join(import.meta.dirname, '../../support/audit-process.ts'), [folder, ...args.map(String)], { execArgv: [] });
  const gone = once(child, 'close');
  const got: string[] = [];
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  child.on('message', (receipt: string) => {
    got.push(receipt);
    if (got.length === receipts) child.kill('SIGKILL');
  });
  await gone;
  return got;
}

const Run = fc.record({
  callers: fc.integer({ min: 1, max: 40 }),
  receipts: fc.integer({ min: 1, max: 400 }),
  /** Kept entries after which the thread is ended, again and again; 0 for never. */
  endThreadEvery: fc.constantFrom(0, 0, 17, 60),
});

it('has every entry that was acknowledged, whole and in one chain, over kill -9 of the process and of its writer at any moment', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Run, { minLength: 2, maxLength: 4 }), async (runs) => {
      const folder = await tempFolder();
      const acknowledged: string[] = [];
      for (const [round, { callers, receipts, endThreadEvery }] of runs.entries())
        acknowledged.push(...(await killedAfter(receipts, folder, round, callers, endThreadEvery)));

      const audit = await openAuditIn(folder);
      try {
        expect(audit.problem()).toBeNull();
        const { verdict, at, entries } = await audit.verify();
        expect({ verdict, at }).toEqual({ verdict: 'intact', at: null });
        const kept: unknown[] = [];
        for (let after: number | null = 0; after !== null; ) {
          const piece: Awaited<ReturnType<typeof audit.export>> = await audit.export({ after });
          kept.push(...piece.entries.map(({ where }) => where.session));
          after = piece.next;
        }
        expect(kept).toHaveLength(entries);
        const known = new Set(kept);
        expect(acknowledged.filter((session) => !known.has(session))).toEqual([]);
        expect(new Set(acknowledged).size).toBe(acknowledged.length);
      } finally {
        await audit.close();
      }
    }),
    { numRuns: 5 },
  );
}, 240_000);
