import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Benchmark, type PairRunner, quantile } from '../harness.ts';
import { LARGE, SMALL } from '../peers/bare-page.ts';
import { openBeside, READY, typeLetters } from '../support/beside.ts';
import { numberedLines } from '../support/corpus.ts';
import type { PageTerminal } from '../support/page-terminal.ts';
import { ECHO_PROGRAM } from '../support/typing.ts';

const KEYS = 30;
const MIB = 2 ** 20;
/** More than a page can take while the keys are pressed. */
const FLOOD = 256 * MIB;
/** Keys before the measured ones: a viewer that fell behind before anybody typed has a new picture by then. */
const FIRST_KEYS = 30;

/** W3: key presses in one terminal while the one beside it floods, and how fast the flood goes meanwhile. */
export const windowNeighbour: Benchmark = {
  id: 'W3',
  title: `${KEYS} key presses beside a flooding terminal, to the frame drawn, and the flood's rate meanwhile`,
  peer: 'bare pages with two terminals: drawn beside 100k/5k, rate beside 1M/250k',
  needs: ['stty', 'cat'],
  // Seconds each, three a pair.
  pairs: 3,
  metrics: [
    { id: 'W3.drawn.p95', unit: 'ms', bound: 'most', target: 1.1 },
    { id: 'W3.rate', unit: 'MiB/s', bound: 'least', target: 1 },
  ],
  async open(): Promise<PairRunner> {
    const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
    await writeFile(join(folder, 'corpus'), numberedLines(FLOOD));
    const line = `trap : INT; ${READY}; while read -r n; do cat '${folder}/corpus'; printf '\\033[2J\\033[Hstopped %s.' "$n"; done`;
    const beside = await openBeside();
    const { page } = beside.window;
    await beside.session('keys', ECHO_PROGRAM);
    await page.keyboard.press('Control+Shift+E');
    const flood = await beside.session('flood', line);
    const ours: Pair = [await beside.shown('keys'), flood];
    const wanted = [
      { line: ECHO_PROGRAM, like: ours[0] },
      { line, like: ours[1] },
    ] as const;
    const small = await beside.barePair(SMALL, ...wanted);
    const large = await beside.barePair(LARGE, ...wanted);
    let serial = 0;
    const measure = (pair: Pair) => {
      serial += 1;
      return typeBeside(pair, serial);
    };
    const seen: string[] = [];
    return {
      ours: async () => {
        const { drawn, rate } = await measure(ours);
        return { 'W3.drawn.p95': drawn, 'W3.rate': rate };
      },
      theirs: async () => {
        const [calm, fast] = [await measure(small), await measure(large)];
        seen.push(
          `${calm.drawn.toFixed(0)} ms and ${calm.rate.toFixed(1)} MiB/s, ${fast.drawn.toFixed(0)} ms and ${fast.rate.toFixed(1)} MiB/s`,
        );
        return { 'W3.drawn.p95': calm.drawn, 'W3.rate': fast.rate };
      },
      notes: () => ({ '100k/5k, 1M/250k': seen.join('; ') }),
      close: async () => {
        await beside.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

type Pair = readonly [keys: PageTerminal, flood: PageTerminal];

async function typeBeside([keys, flood]: Pair, serial: number): Promise<{ readonly drawn: number; readonly rate: number }> {
  const { keyboard } = flood.page;
  await flood.focus();
  await keyboard.type(`${serial}\n`);
  await flood.numbered();
  await keys.focus();
  await flood.parsed();
  await typeLetters(keys, FIRST_KEYS);
  const before = { bytes: await flood.parsed(), at: performance.now() };
  const { drawn } = await typeLetters(keys, KEYS);
  const after = { bytes: await flood.parsed(), at: performance.now() };
  await flood.focus();
  await keyboard.press('Control+C');
  await flood.says(`stopped ${serial}.`);
  // Lines that a gateway left out for a viewer are not among them.
  const rate = (after.bytes - before.bytes) / MIB / ((after.at - before.at) / 1000);
  // A flood that stood still is a figure too, and none that a ratio can be made of.
  return { drawn: quantile(drawn, 0.95), rate: Math.max(rate, 0.001) };
}
