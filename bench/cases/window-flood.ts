import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, PairRunner } from '../harness.ts';
import { LARGE, SMALL } from '../peers/bare-page.ts';
import { openBeside, READY } from '../support/beside.ts';
import { plainLines, tuiRedraws } from '../support/corpus.ts';
import type { PageTerminal } from '../support/page-terminal.ts';

const MIB = 2 ** 20;
const SIZE = 32 * MIB;

/**
 * W1: from Enter to the last line of 32 MiB in the buffer of a visible terminal. The rate is of what the page parsed until then: a gateway that a
 * viewer is too slow for leaves lines out, and those are no work done.
 */
export const windowFlood = windowFloodOf('W1.plain', 'plain lines', plainLines);
/** W1 with what full-screen programs write. */
export const windowRedraws = windowFloodOf('W1.tui', 'TUI redraws', tuiRedraws);

function windowFloodOf(id: string, what: string, corpus: (length: number) => Buffer): Benchmark {
  return {
    id,
    title: `${what}, 32 MiB in a visible terminal until the last line is in its buffer`,
    peer: 'the better of two bare pages, 100k/5k and 1M/250k',
    needs: ['cat'],
    // Seconds each, three a pair.
    pairs: 3,
    metrics: [{ id, unit: 'MiB/s', bound: 'least', target: 1 }],
    async open(): Promise<PairRunner> {
      const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
      const bytes = corpus(SIZE);
      await writeFile(join(folder, 'corpus'), bytes);
      const line = `${READY}; while read -r n; do cat '${folder}/corpus'; printf '\\033[2J\\033[Hend %s.' "$n"; done`;
      const beside = await openBeside();
      const window = await beside.session('flood', line);
      const small = await beside.bare(SMALL, line, window);
      const large = await beside.bare(LARGE, line, window);
      let serial = 0;
      const rate = async (terminal: PageTerminal): Promise<number> => {
        serial += 1;
        await terminal.focus();
        const before = await terminal.parsed();
        const took = await terminal.answerTo(String(serial), `end ${serial}.`);
        const parsed = (await terminal.parsed()) - before;
        if (terminal === window) whole.push(`${(parsed / MIB).toFixed(1)} MiB in ${took.toFixed(0)} ms`);
        return parsed / MIB / (took / 1000);
      };
      const seen: Record<string, number[]> = { '100k/5k': [], '1M/250k': [] };
      const whole: string[] = [];
      const lines = { ours: new Set<number>(), bare: new Set<number>() };
      const kept = (terminal: PageTerminal) => terminal.terminal.evaluate(({ buffer }) => buffer.normal.length);
      return {
        ours: async () => {
          const rates = { [id]: await rate(window) };
          lines.ours.add(await kept(window));
          return rates;
        },
        theirs: async () => {
          const rates = { '100k/5k': await rate(small), '1M/250k': await rate(large) };
          lines.bare.add(await kept(large));
          for (const [marks, value] of Object.entries(rates)) seen[marks]?.push(value);
          return { [id]: Math.max(...Object.values(rates)) };
        },
        notes: () => ({
          // A bare page parses all of it.
          'ours parsed until the last line': whole.join(', '),
          'lines in the buffer at the end': `${[...lines.ours].join(', ')}, bare ${[...lines.bare].join(', ')}`,
          ...Object.fromEntries(
            Object.entries(seen).map(([marks, rates]) => [marks, `${rates.map((r) => r.toFixed(1)).join(', ')} MiB/s`]),
          ),
        }),
        close: async () => {
          await beside.close();
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
  };
}
