import { type Browser, chromium, type Page } from '@playwright/test';
import { CHROMIUM_OPTIONS } from '../../tests/support/chromium.ts';
import { type HeadlessApp, startHeadlessApp } from '../../tests/support/headless-app.ts';
import { asOwner } from '../../tests/support/owner-client.ts';
import { AppWindow } from '../../tests/support/window/app-window.ts';
import { type BarePage, openBarePage, type Watermarks } from '../peers/bare-page.ts';
import { PageTerminal } from './page-terminal.ts';

export const VIEWPORT = { width: 1280, height: 800 };

/** A terminal of a bare page: what it runs, and which of ours it looks like. */
export interface Wanted {
  readonly line: string;
  readonly like: PageTerminal;
}

/** One browser with our window in it, and room for bare pages beside it. */
export interface Beside {
  readonly app: HeadlessApp;
  readonly window: AppWindow;
  /** Shows a new session that runs `line`, in the pane that has the caret. Waits for its R. */
  session(name: string, line: string): Promise<PageTerminal>;
  /** The terminal of a session that is on the stage. */
  shown(name: string): Promise<PageTerminal>;
  /** Opens a bare page with one terminal that runs `line`, of the size and with the font of ours. Waits for its R. */
  bare(marks: Watermarks, line: string, like: PageTerminal): Promise<PageTerminal>;
  /** The same with two terminals beside each other. */
  barePair(marks: Watermarks, left: Wanted, right: Wanted): Promise<readonly [PageTerminal, PageTerminal]>;
  close(): Promise<void>;
}

/** Says R when it is ready, as each line that is measured does. */
export const READY = 'printf R';

/** A new page of the size that all have. */
export function newPage(browser: Browser): Promise<Page> {
  return browser.newPage({ viewport: VIEWPORT });
}

/** Starts engine and browser. */
export async function openBeside(): Promise<Beside> {
  const app = await startHeadlessApp();
  const pages: BarePage[] = [];
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await Promise.all(pages.map((page) => page.close()));
    await app.close();
  };
  try {
    browser = await chromium.launch(CHROMIUM_OPTIONS);
    const opened = browser;
    const { url } = await asOwner(app.dataFolder, (client) => client.system.link({}));
    const window = await AppWindow.open(await newPage(opened), url);
    const barePage = async (marks: Watermarks, wanted: readonly Wanted[]): Promise<Page> => {
      const looks = await Promise.all(wanted.map(({ like }) => like.look()));
      const [first] = looks;
      if (first === undefined) throw new Error('a bare page without a terminal');
      const terminals = looks.map(({ size }, at) => ({ line: wanted[at]?.line ?? '', ...size }));
      const bare = await openBarePage({ marks, look: first.font, terminals });
      pages.push(bare);
      const page = await newPage(opened);
      await page.goto(bare.url);
      await page.waitForFunction(() => [...document.querySelectorAll('.xterm-rows')].every((rows) => rows.textContent?.includes('R')));
      return page;
    };
    return {
      app,
      window,
      async session(name, line) {
        await asOwner(app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: '/', args: ['-c', line] }));
        await (await window.show(name)).shows('R');
        return PageTerminal.ofWindow(window, name);
      },
      shown: (name) => PageTerminal.ofWindow(window, name),
      bare: async (marks, line, like) => PageTerminal.ofBarePage(await barePage(marks, [{ line, like }]), 0),
      async barePair(marks, left, right) {
        const page = await barePage(marks, [left, right]);
        return [await PageTerminal.ofBarePage(page, 0), await PageTerminal.ofBarePage(page, 1)];
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The same key press again and again, at times that no frame decides. @returns ms each */
export async function typeLetters(terminal: PageTerminal, count: number): Promise<{ readonly buffer: number[]; readonly drawn: number[] }> {
  const took = { buffer: [] as number[], drawn: [] as number[] };
  for (let i = 0; i < count; i += 1) {
    const { buffer, drawn } = await terminal.key(String.fromCharCode(97 + (i % 26)));
    took.buffer.push(buffer);
    took.drawn.push(drawn);
    // 7 and 26 have nothing in common with a frame of 16.7 ms, nor with each other.
    await new Promise((rested) => setTimeout(rested, 10 + ((i * 7) % 26)));
  }
  return took;
}
