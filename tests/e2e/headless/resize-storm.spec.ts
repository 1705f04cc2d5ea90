import { expect, test } from '../../support/e2e.ts';
import { startTrustedKimi } from '../../support/kimi-steps.ts';

/** Small and repeatable (mulberry32); the seed is printed so that a red run can be had again. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// A program that draws the whole screen anew at every change of size and ten times a second, like top does.
const REDRAWING = `draw() { set -- $(stty size); printf '\\033[H\\033[2J'; i=1; while [ $i -lt $1 ]; do printf '%*s\\n' $(($2 - 1)) "row $i of $1x$2"; i=$((i + 1)); done; printf 'end %s' "$1x$2"; }; stop=0; trap draw WINCH; trap 'stop=1' INT; draw; while [ $stop = 0 ]; do sleep 0.1; draw; done; draw`;

const CALM = { width: 1100, height: 700 };

test.describe('a storm of sizes @long', () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

  test("leaves a redrawing program's screen as a fresh attach shows it", async ({ openWindow, folder }) => {
    const window = await openWindow({ viewport: CALM });
    const terminal = await window.start({ agent: 'shell', folder, name: 'redrawn' });
    await terminal.run(REDRAWING);
    await terminal.shows(/end \d+x\d+$/);
    const calm = /end (\d+)x(\d+)$/.exec(await terminal.screen());
    const next = random(seed);
    for (let i = 0; i < 200; i++) {
      await window.page.setViewportSize({ width: 500 + Math.floor(next() * 1100), height: 300 + Math.floor(next() * 700) });
    }
    await window.page.setViewportSize(CALM);
    await terminal.shows(new RegExp(`${calm?.[0]}$`));
    await terminal.press('Control+C');
    await terminal.ready();
    const storm = await terminal.screen();
    const [, rows, cols] = calm ?? [];
    const drawn = Array.from({ length: Number(rows) - 1 }, (_, i) => `row ${i + 1} of ${rows}x${cols}`.padStart(Number(cols) - 1));
    expect(storm, `with SEED=${seed}`).toBe([...drawn, `end ${rows}x${cols}${/.$/.exec(storm)?.[0]}`].join('\n'));

    await window.page.reload();
    await window.isConnected();
    await expect.poll(() => terminal.screen(), { message: `with SEED=${seed}` }).toBe(storm);
  });

  test("leaves Kimi's screen as a fresh attach shows it", async ({ openWindow, folder }) => {
    const window = await openWindow({ viewport: CALM });
    const terminal = await startTrustedKimi(window, { name: 'kimi in the storm', folder });
    const frame = /╭─+╮/.exec(await terminal.screen())?.[0] ?? '';
    const next = random(seed + 1);
    for (let i = 0; i < 60; i++) {
      await window.page.setViewportSize({ width: 700 + Math.floor(next() * 900), height: 400 + Math.floor(next() * 600) });
    }
    await window.page.setViewportSize(CALM);
    await terminal.shows(/context: \d+%/);
    await terminal.type('after the storm');
    await terminal.shows('after the storm');
    // Kimi draws for the last size when it comes to it, which may be long after that size was set.
    await expect.poll(async () => new Set((await terminal.screen()).match(/╭─+╮/g))).toEqual(new Set([frame]));
    const storm = await terminal.screen();
    await window.page.reload();
    await window.isConnected();
    await expect.poll(() => terminal.screen(), { message: `with SEED=${seed}` }).toBe(storm);
  });
});
