import { type Browser, chromium, type Page } from '@playwright/test';
import { CHROMIUM_OPTIONS } from '../../tests/support/chromium.ts';
import { type HeadlessApp, startHeadlessApp } from '../../tests/support/headless-app.ts';
import { asOwner } from '../../tests/support/owner-client.ts';
import type { Benchmark, PairRunner } from '../harness.ts';
import { type BareTerminal, openBarePage, SMALL } from '../peers/bare-page.ts';
import { newPage } from '../support/beside.ts';

const WHOLE_ENGINE =
  'an engine loads its own code, opens a database and starts a thread and two processes more than the bare server; then the page';
const ONCE = 'the very first start copies 120 MB of a runtime and hashes them; it happens once for each version';
/** About what our window has room for, so that both draw as much. */
const TERMINAL: BareTerminal = { cols: 120, rows: 45 };
const LOOK = { fontFamily: 'monospace', fontSize: 13, lineHeight: 1 };

/**
 * W6: from the start of the engine to the prompt of a new shell on the screen, as on every day: the data folder was used before. W6.first: on an
 * empty one, which a version sees once. The browser runs already.
 */
export const windowStart: Benchmark = {
  id: 'W6',
  title: 'start of the engine to the prompt of a new shell on the screen',
  peer: 'a bare page and its server',
  needs: [],
  pairs: 5,
  metrics: [
    { id: 'W6', unit: 'ms', bound: 'most', target: 1.5, notYet: { why: WHOLE_ENGINE, meanwhile: 6 } },
    { id: 'W6.first', unit: 'ms', bound: 'most', target: 1.5, notYet: { why: ONCE, meanwhile: 12 } },
  ],
  async open(): Promise<PairRunner> {
    const browser = await chromium.launch(CHROMIUM_OPTIONS);
    const used = await startHeadlessApp();
    await used.killHard();
    const parts: Record<'W6' | 'W6.first', string[]> = { W6: [], 'W6.first': [] };
    const told = (id: 'W6' | 'W6.first', { engine, page }: Took): number => {
      parts[id].push(`${engine.toFixed(0)} + ${page.toFixed(0)} ms`);
      return engine + page;
    };
    return {
      ours: async () => {
        const usual = await startOurs(browser, async () => {
          await used.start();
          return used;
        });
        await used.killHard();
        const first = await startHeadlessOnce(browser);
        return { W6: told('W6', usual), 'W6.first': told('W6.first', first) };
      },
      theirs: async () => {
        const took = await startBare(browser);
        return { W6: took, 'W6.first': took };
      },
      notes: () => Object.fromEntries(Object.entries(parts).map(([id, all]) => [`${id}: engine, then page`, all.join(', ')])),
      close: async () => {
        await used.close();
        await browser.close();
      },
    };
  },
};

interface Took {
  readonly engine: number;
  readonly page: number;
}

async function startHeadlessOnce(browser: Browser): Promise<Took> {
  let app: HeadlessApp | undefined;
  try {
    return await startOurs(browser, async () => {
      app = await startHeadlessApp();
      return app;
    });
  } finally {
    await app?.close();
  }
}

async function startOurs(browser: Browser, startApp: () => Promise<HeadlessApp>): Promise<Took> {
  const page = await newPage(browser);
  try {
    const start = performance.now();
    const app = await startApp();
    const engine = performance.now() - start;
    const [{ id }] = await Promise.all([
      asOwner(app.dataFolder, (client) => client.session.create({ name: `shell ${start}`, agent: 'shell', cwd: '/', args: [] })),
      page.goto(app.link, { waitUntil: 'commit' }),
    ]);
    await page.waitForFunction((session) => {
      const row = document.querySelector<HTMLElement>(`[data-session="${session}"]`);
      row?.click();
      return row !== null;
    }, id);
    await prompt(page);
    return { engine, page: performance.now() - start - engine };
  } finally {
    await page.close();
  }
}

async function startBare(browser: Browser): Promise<number> {
  const page = await newPage(browser);
  const start = performance.now();
  const bare = await openBarePage({ marks: SMALL, look: LOOK, terminals: [TERMINAL] });
  try {
    await page.goto(bare.url, { waitUntil: 'commit' });
    await prompt(page);
    return performance.now() - start;
  } finally {
    await page.close();
    await bare.close();
  }
}

async function prompt(page: Page): Promise<void> {
  await page.waitForFunction(() => /[$#]\s*$/.test(document.querySelector('.xterm-rows')?.textContent?.replaceAll('\u00a0', ' ') ?? ''));
}
