import { type Browser, chromium, type Page } from '@playwright/test';
import { CHROMIUM_OPTIONS } from '../../tests/support/chromium.ts';
import { startHeadlessApp } from '../../tests/support/headless-app.ts';
import { asOwner } from '../../tests/support/owner-client.ts';
import type { Benchmark, PairRunner } from '../harness.ts';
import { type BareTerminal, openBarePage, SMALL } from '../peers/bare-page.ts';
import { newPage } from '../support/beside.ts';

const WHOLE_ENGINE =
  'the engine took 2 to 6 s until it printed its link and the page 1 to 2 s more, on a busy machine; what takes it is not measured yet';
/** About what our window has room for, so that both draw as much. */
const TERMINAL: BareTerminal = { cols: 120, rows: 45 };
const LOOK = { fontFamily: 'monospace', fontSize: 13, lineHeight: 1 };

/** W6: from the start of the engine on an empty data folder to the prompt of a new shell on the screen. The browser runs already. */
export const windowStart: Benchmark = {
  id: 'W6',
  title: 'start of the engine to the prompt of a new shell on the screen',
  peer: 'a bare page and its server',
  needs: [],
  pairs: 5,
  metrics: [{ id: 'W6', unit: 'ms', bound: 'most', target: 1.5, notYet: WHOLE_ENGINE }],
  async open(): Promise<PairRunner> {
    const browser = await chromium.launch(CHROMIUM_OPTIONS);
    const parts: { engine: number; page: number }[] = [];
    return {
      ours: async () => {
        const took = await startOurs(browser);
        parts.push(took);
        return { W6: took.engine + took.page };
      },
      theirs: async () => ({ W6: await startBare(browser) }),
      notes: () => ({ 'engine, then page': parts.map(({ engine, page }) => `${engine.toFixed(0)} + ${page.toFixed(0)} ms`).join(', ') }),
      close: () => browser.close(),
    };
  },
};

async function startOurs(browser: Browser): Promise<{ readonly engine: number; readonly page: number }> {
  const page = await newPage(browser);
  const start = performance.now();
  const app = await startHeadlessApp();
  try {
    const engine = performance.now() - start;
    await Promise.all([
      asOwner(app.dataFolder, (client) => client.session.create({ name: 'first', agent: 'shell', cwd: '/', args: [] })),
      page.goto(app.link, { waitUntil: 'commit' }),
    ]);
    await page.waitForFunction(() => {
      const row = document.querySelector<HTMLElement>('[data-session]');
      row?.click();
      return row !== null;
    });
    await prompt(page);
    return { engine, page: performance.now() - start - engine };
  } finally {
    await page.close();
    await app.close();
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
