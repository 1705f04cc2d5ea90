import type { Benchmark, PairRunner } from '../harness.ts';
import { SMALL } from '../peers/bare-page.ts';
import { openBeside } from '../support/beside.ts';
import { pattern } from '../support/corpus.ts';
import type { PageTerminal } from '../support/page-terminal.ts';

const SIZE = 2 ** 20;
// Raw: what is pasted is longer than the line that a terminal keeps for editing.
const LINE = `stty raw -echo; n=0; while :; do printf 'R%s.' $n; head -c ${SIZE} | cksum; n=$((n + 1)); printf '\\r'; done`;

/** W7: from the paste of 1 MiB to the answer of a program that read all of it. */
export const windowPaste: Benchmark = {
  id: 'W7',
  title: 'paste of 1 MiB until the program that reads it has answered',
  peer: 'a bare page, 100k/5k',
  needs: ['stty', 'head', 'cksum'],
  pairs: 7,
  metrics: [{ id: 'W7', unit: 'ms', bound: 'most', target: 1.2 }],
  async open(): Promise<PairRunner> {
    const text = pattern(SIZE).toString('latin1');
    const beside = await openBeside();
    const window = await beside.session('paste', LINE);
    const bare = await beside.bare(SMALL, LINE, window);
    const paster = (terminal: PageTerminal) => {
      let serial = 0;
      return async () => {
        serial += 1;
        await terminal.focus();
        return { W7: await terminal.pasted(text, `R${serial}.`) };
      };
    };
    return { ours: paster(window), theirs: paster(bare), close: beside.close };
  },
};
