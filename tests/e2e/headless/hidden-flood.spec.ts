import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionInfo } from '#shared/contract/index.ts';
import { expect, freshLink, test } from '../../support/e2e.ts';
import { holderPids } from '../../support/headless-app.ts';
import { asOwner } from '../../support/owner-client.ts';
import { startPlainBrowser } from '../../support/plain-browser.ts';
import { processesMarked, residentMemory } from '../../support/processes.ts';
import { readRecording } from '../../support/recording.ts';

const MiB = 1024 * 1024;
const FLOOD_MIB = 1024;
/** What is measured without a viewer, to compare the speed with. */
const ALONE_MIB = 256;
// Queues that may fill: 8 MiB to the disk, 4 MiB a viewer, credit, and the mirror's 1,000 lines. The rest is what V8 lets lie around
// before it collects: 65 to 141 MB were seen in the mirror, which parses as fast as it can.
const MOST_GROWTH = 192 * MiB;
// Twice, because the browser and the measuring take their share of the same two cores; a viewer that held the child back would cost far more.
const MOST_SLOWER = 2;

test.use({ appOptions: { demo: false } });
test.setTimeout(60_000 + FLOOD_MIB * 250);

// Small lines, as fast as the terminal takes them; prints the milliseconds it took, then waits so that the screen can be looked at.
const floodOf = (mib: number) =>
  [
    'until [ -e "$0" ]; do sleep 0.05; done',
    'start=$(date +%s%N)',
    `yes 'a line of the flood' | head -c ${mib * MiB}`,
    'end=$(date +%s%N)',
    `printf '\\nflood of ${mib} MiB took %d ms\\n' $(( (end - start) / 1000000 ))`,
    'echo THE LAST LINE; read bye',
  ].join('; ');

/** Bytes of a flood on the other side of the terminal, where every line end is two. */
const arrived = (mib: number) => Math.floor(mib * MiB * (21 / 20));

const TITLE = `${FLOOD_MIB} MiB of output behind a hidden tab: memory stays bounded, the program is not slowed, the last screen is right`;

test(TITLE, { tag: '@long' }, async ({ app, folder }) => {
  // Each flood begins when its file is there.
  const gate = (name: string) => join(folder, `go ${name}`);
  const flood = (name: string, mib: number) =>
    asOwner(app.dataFolder, (client) =>
      client.session.create({ name, agent: 'shell', cwd: folder, args: ['-c', floodOf(mib), gate(name)] }),
    );
  const go = (session: SessionInfo) => writeFile(gate(session.name), '');
  const end = async (session: SessionInfo) => {
    const { terminals } = await asOwner(app.dataFolder, (client) => client.session.show({ session: session.id }));
    return terminals.at(-1)?.end ?? 0;
  };
  const alone = await flood('nobody looks', ALONE_MIB);
  await go(alone);
  await expect.poll(() => end(alone), { timeout: 60_000, intervals: [200] }).toBeGreaterThan(arrived(ALONE_MIB));

  const watched = await flood('behind a tab', FLOOD_MIB);
  const browser = await startPlainBrowser();
  try {
    const tab = await browser.open(await freshLink(app));
    const rows = () =>
      tab.evaluate<string>(`[...document.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent.trimEnd()).join('\\n')`);
    await expect.poll(() => tab.evaluate<number>(`document.querySelectorAll('[data-session]').length`)).toBe(2);
    await tab.evaluate(`document.querySelector('[data-session="${watched.id}"]').click()`);
    await expect.poll(() => tab.evaluate<number>(`document.querySelectorAll('.xterm-rows > div').length`)).toBeGreaterThan(10);
    const front = await browser.open('about:blank');
    await front.show();
    await expect.poll(() => tab.evaluate<string>('document.visibilityState')).toBe('hidden');

    const parts = await partsOf(app.dataFolder, app.pid);
    const before = await memoryOf(parts);
    const most = new Map(before);
    await go(watched);
    await expect
      .poll(
        async () => {
          for (const [name, bytes] of await memoryOf(parts)) most.set(name, Math.max(bytes, most.get(name) ?? 0));
          return end(watched);
        },
        { timeout: 30_000 + FLOOD_MIB * 200, intervals: [200] },
      )
      .toBeGreaterThan(arrived(FLOOD_MIB));
    for (const [name, bytes] of most) {
      expect(bytes - (before.get(name) ?? 0), `growth of the ${name}, bytes`).toBeLessThan(MOST_GROWTH);
    }

    await tab.show();
    // Behind the scenes the mirror reads what is kept of the flood (64 MiB) before it knows the screen at its end.
    await expect
      .poll(rows, { timeout: 60_000 })
      .toMatch(/a line of the flood\na line of the flood\n[a-z ]*\nflood of \d+ MiB took \d+ ms\nTHE LAST LINE/);
    const slower = (await tookMs(app.dataFolder, watched)) / FLOOD_MIB / ((await tookMs(app.dataFolder, alone)) / ALONE_MIB);
    expect(slower, 'time for a MiB, watched over not watched').toBeLessThan(MOST_SLOWER);
  } finally {
    await browser.close();
  }
});

/** The processes that must not grow, by their part. */
async function partsOf(dataFolder: string, host: number): Promise<ReadonlyMap<string, number>> {
  const [holder] = await holderPids(dataFolder);
  const mirror = (await processesMarked(dataFolder)).find(({ command }) => command.includes('mirror.js'));
  if (holder === undefined || mirror === undefined) throw new Error('no holder or no mirror runs');
  return new Map([
    ['engine and gateway', host],
    ['holder', holder],
    ['mirror', mirror.pid],
  ]);
}

async function memoryOf(parts: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  return new Map(await Promise.all([...parts].map(async ([name, pid]) => [name, await residentMemory(pid)] as const)));
}

/** What the program itself measured, from the end of its recording. */
async function tookMs(dataFolder: string, session: SessionInfo): Promise<number> {
  const { terminals } = await asOwner(dataFolder, (client) => client.session.show({ session: session.id }));
  const { bytes } = await readRecording(dataFolder, session.id, Math.max(0, (terminals.at(-1)?.end ?? 0) - 200));
  const took = /took (\d+) ms/.exec(bytes.toString())?.[1];
  if (took === undefined) throw new Error(`no time in ${bytes.toString()}`);
  return Number(took);
}
