import { parseArgs } from 'node:util';
import { chaos } from './chaos.ts';
import { engineKill } from './engine-kill.ts';
import { handOver } from './hand-over.ts';
import { lockRace } from './lock-race.ts';
import { mirrorKill } from './mirror-kill.ts';
import { seededRandom } from './random.ts';
import { stop } from './stop.ts';
import type { FaultCounts, FaultSuite } from './types.ts';

const SUITES: Readonly<Record<string, FaultSuite>> = {
  'engine-kill': engineKill,
  'mirror-kill': mirrorKill,
  'lock-race': lockRace,
  'hand-over': handOver,
  chaos,
  stop,
};

const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    rounds: { type: 'string', default: '100' },
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const suite = SUITES[values.suite ?? ''];
const rounds = Number(values.rounds);
const minutes = Number(values.minutes);
if (suite === undefined || !Number.isInteger(rounds) || rounds < 1 || !(minutes > 0)) {
  process.stderr.write(`usage: run.ts --suite ${Object.keys(SUITES).join('|')} [--rounds N] [--minutes M] [--seed S] [--json]\n`);
  process.exit(2);
}

const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
process.stderr.write(`${values.suite}: seed ${seed}\n`);
const started = performance.now();
const counts = await countsOf(suite);
const seconds = Math.round((performance.now() - started) / 1000);
const result = { ...counts, seed, seconds };
process.stdout.write(
  values.json
    ? `${JSON.stringify(result)}\n`
    : `${counts.rounds} rounds in ${seconds} s: ${counts.lost} lost, ${counts.doubled} doubled, ${counts.corrupted} corrupted, ${counts.failed ?? 0} failed\n`,
);
if (counts.broke !== undefined) process.stderr.write(`${counts.broke}\n`);
process.exit(counts.lost + counts.doubled + counts.corrupted + (counts.failed ?? 0) === 0 ? 0 : 1);

/** What broke off a suite is part of its result: what it said on the way may stand thousands of lines above. */
async function countsOf(run: FaultSuite): Promise<FaultCounts & { readonly broke?: string }> {
  try {
    return await run({
      rounds,
      budgetMs: minutes * 60_000,
      random: seededRandom(seed),
      report: (line) => process.stderr.write(`${line}\n`),
    });
  } catch (error) {
    return { rounds: 0, lost: 0, doubled: 0, corrupted: 0, failed: 1, broke: causesOf(error) };
  }
}

function causesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${causesOf(error.cause)}`;
}
