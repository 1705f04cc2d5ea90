import { Screen } from './screen.ts';

/** From the start on; by then the engine and its first window have what they need of the machine, which this would take a core of. */
const AFTER_MS = 2_000;
const ROUNDS = 20;

/**
 * Parses and snapshots something of each kind a few times, so that the first viewer of a session does not pay for compiling the
 * parser and the snapshot writer: measured, the first snapshot of 1,000 lines falls from 6 ms to 2 ms. It takes 150 ms, and is done
 * when a start is over, a round at a time, so that nobody waits for it.
 */
export function warmUpLater(): void {
  const line = 'plain text \u001b[31mred\u001b[1;38;5;200mbold\u001b[48;2;1;2;3mtrue\u001b[m 漢字 e\u0301 👍🏽 \u001b[4mlink\u001b[m\r\n';
  const bytes = new TextEncoder().encode(line.repeat(200) + 'wrapped '.repeat(40));
  const screen = new Screen({ cols: 80, rows: 24, from: 0 });
  const round = (left: number): void => {
    screen.write(bytes);
    screen.snapshot(100);
    screen.text();
    if (left > 1) setImmediate(round, left - 1);
    else screen.dispose();
  };
  setTimeout(round, AFTER_MS, ROUNDS);
}
