import { type Browser, chromium, type Page } from '@playwright/test';
import { CHROMIUM_OPTIONS } from '../../tests/support/chromium.ts';
import { type HeadlessApp, startHeadlessApp } from '../../tests/support/headless-app.ts';
import { asOwner } from '../../tests/support/owner-client.ts';
import { AppWindow } from '../../tests/support/window/app-window.ts';
import { type BareLook, type BarePage, openBarePage, type Watermarks } from '../peers/bare-page.ts';
import { PageTerminal } from './page-terminal.ts';

export const VIEWPORT = { width: 1280, height: 800 };

/** One browser with our window in it, and room for bare pages beside it. */
export interface Beside {
  readonly app: HeadlessApp;
  readonly window: AppWindow;
  /** Shows a new session that runs `line`, in the pane that has the caret. Waits for its R. */
  session(name: string, line: string): Promise<PageTerminal>;
  /** Opens a bare page whose terminals have the sizes and the font of ours. Waits for the first one's R. */
  bare(marks: Watermarks, line: string, like: readonly PageTerminal[]): Promise<readonly PageTerminal[]>;
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
    return {
      app,
      window,
      async session(name, line) {
        await asOwner(app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: '/', args: ['-c', line] }));
        await (await window.show(name)).shows('R');
        return PageTerminal.ofWindow(window, name);
      },
      async bare(marks, line, like) {
        const looks = await Promise.all(like.map((one) => one.look()));
        const look: BareLook = looks[0]?.font ?? { fontFamily: 'monospace', fontSize: 13, lineHeight: 1 };
        const bare = await openBarePage({ marks, look, terminals: looks.map(({ size }) => ({ line, ...size })) });
        pages.push(bare);
        const page = await newPage(opened);
        await page.goto(bare.url);
        await page.waitForFunction(() => document.querySelector('.xterm-rows')?.textContent?.includes('R') === true);
        return Promise.all(like.map((_, at) => PageTerminal.ofBarePage(page, at)));
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
