import { type Benchmark, type PairRunner, quantile } from '../harness.ts';
import { SMALL } from '../peers/bare-page.ts';
import { openBeside, typeLetters } from '../support/beside.ts';
import type { PageTerminal } from '../support/page-terminal.ts';
import { ECHO_PROGRAM } from '../support/typing.ts';

const KEYS = 50;
const TWO_MORE = 'a key goes through the gateway and the holder, and its answer back through both: 1.3 ms more than through one process';

/** W2: from the event of a key press to the letter in the buffer, and to the frame that shows it, with nothing else going on. */
export const windowKeys: Benchmark = {
  id: 'W2',
  title: `${KEYS} key presses in an idle window, to the buffer and to the frame drawn`,
  peer: 'a bare page, 100k/5k',
  needs: ['stty', 'cat'],
  pairs: 7,
  metrics: [
    { id: 'W2.buffer.p50', unit: 'ms', bound: 'most', target: 1.15, notYet: { why: TWO_MORE, meanwhile: 2 } },
    { id: 'W2.buffer.p95', unit: 'ms', bound: 'most', target: 1.15, notYet: { why: TWO_MORE, meanwhile: 2 } },
    { id: 'W2.drawn.p50', unit: 'ms', bound: 'most', target: 1.15, notYet: { why: TWO_MORE, meanwhile: 2.5 } },
    { id: 'W2.drawn.p95', unit: 'ms', bound: 'most', target: 1.15 },
  ],
  async open(): Promise<PairRunner> {
    const beside = await openBeside();
    const window = await beside.session('keys', ECHO_PROGRAM);
    const bare = await beside.bare(SMALL, ECHO_PROGRAM, window);
    const figures = async (terminal: PageTerminal): Promise<Record<string, number>> => {
      await terminal.focus();
      const { buffer, drawn } = await typeLetters(terminal, KEYS);
      return {
        'W2.buffer.p50': quantile(buffer, 0.5),
        'W2.buffer.p95': quantile(buffer, 0.95),
        'W2.drawn.p50': quantile(drawn, 0.5),
        'W2.drawn.p95': quantile(drawn, 0.95),
      };
    };
    return { ours: () => figures(window), theirs: () => figures(bare), close: beside.close };
  },
};
