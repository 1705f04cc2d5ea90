import { expect, type Locator, type Page } from '@playwright/test';
import { textsIn } from '../texts.ts';

/** One terminal of the window, read and used as a person does: by what it draws and by keys. */
export class TerminalView {
  readonly page: Page;
  /** The terminal itself. */
  readonly region: Locator;
  /** The pane it is in, with the bars around it. */
  readonly pane: Locator;
  /** What the browser drew, one element a row; xterm.js draws with the DOM where there is no GPU, so in every test. */
  readonly rowElements: Locator;

  readonly #text: ReturnType<typeof textsIn>;

  constructor(page: Page, name: string, text: ReturnType<typeof textsIn> = textsIn('en')) {
    this.#text = text;
    this.page = page;
    this.region = page.getByRole('region', { name: text('window.pane.label', { name }), exact: true });
    this.pane = page.locator('[data-pane]').filter({ has: this.region });
    this.rowElements = this.region.locator('.xterm-rows > div');
  }

  /** The rows on show, without the blanks at their ends and the empty rows below the last one. */
  async screen(): Promise<string> {
    const rows = await this.rowElements.allTextContents();
    return rows
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  }

  /**
   * Looks after each frame that the browser draws whether the screen shows `text`, until it is told to stop.
   * @returns what stops it and says how many frames there were, and how many without the text
   */
  async watch(text: string): Promise<() => Promise<{ readonly frames: number; readonly without: number }>> {
    await this.rowElements.first().waitFor();
    const watching = await this.region.evaluateHandle((region, wanted) => {
      const seen = { frames: 0, without: 0, on: true };
      // A message comes after the frame whose callbacks sent it: what stands in the document then is what was drawn.
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = () => {
        const rows = [...region.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent ?? '');
        seen.frames += 1;
        if (!rows.join('\n').replaceAll('\u00a0', ' ').includes(wanted)) seen.without += 1;
        next();
      };
      const next = () => {
        if (seen.on) requestAnimationFrame(() => port1.postMessage(null));
        else port1.close();
      };
      next();
      return seen;
    }, text);
    return async () => {
      const { frames, without } = await watching.evaluate((seen) => {
        seen.on = false;
        return seen;
      });
      await watching.dispose();
      return { frames, without };
    };
  }

  /** Where the first letter of a text is drawn, where it stands lowest, in pixels of the page: what a person would point at. */
  async pointOf(text: string): Promise<{ readonly x: number; readonly y: number }> {
    const point = await this.rowElements.evaluateAll((rows, wanted) => {
      for (const row of rows.toReversed()) {
        const at = (row.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(wanted);
        if (at === -1) continue;
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        let before = 0;
        for (let node = walker.nextNode() as Text | null; node !== null; node = walker.nextNode() as Text | null) {
          if (at < before + node.length) {
            const range = document.createRange();
            range.setStart(node, at - before);
            range.setEnd(node, at - before + 1);
            const { left, top, width, height } = range.getBoundingClientRect();
            return { x: left + width / 2, y: top + height / 2 };
          }
          before += node.length;
        }
      }
      return null;
    }, text);
    if (point === null) throw new Error(`the terminal does not show ${text}`);
    return point;
  }

  /** The line at the pane's bottom that says where the link under the pointer leads. */
  linkTip(): Locator {
    return this.pane.locator('[data-link-tip]');
  }

  /** The size that is drawn, in cells. */
  async rows(): Promise<number> {
    return this.rowElements.count();
  }

  /** Waits until the screen shows `wanted`. */
  async shows(wanted: string | RegExp, options: { readonly timeout?: number } = {}): Promise<void> {
    const poll = expect.poll(() => this.screen(), { message: `the terminal shows ${wanted}`, intervals: [50, 100, 250], ...options });
    if (typeof wanted === 'string') await poll.toContain(wanted);
    else await poll.toMatch(wanted);
  }

  /** Waits for a shell's prompt on the last row: it has done what it was told and reads keys. */
  async ready(): Promise<void> {
    await this.shows(/[$#%>]$/);
  }

  /** Waits until keys arrive again after a loss. */
  async isConnected(): Promise<void> {
    await expect(this.pane.getByText(this.#text('window.pane.lost'))).toBeHidden();
  }

  /** Puts the caret here, as a click would, without telling the program of a click. */
  async focus(): Promise<void> {
    await this.region.locator('textarea').focus();
  }

  /** Types text, key by key. */
  async type(keys: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.type(keys);
  }

  async press(key: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.press(key);
  }

  /** Types a command line and Enter. */
  async run(command: string): Promise<void> {
    await this.type(command);
    await this.page.keyboard.press('Enter');
  }

  /** Pastes text from the clipboard with the key for it. */
  async paste(pasted: string): Promise<void> {
    await this.page.evaluate((value) => navigator.clipboard.writeText(value), pasted);
    await this.focus();
    await this.page.keyboard.press('Control+Shift+V');
  }

  /** The line that says which size another window has chosen. */
  letterbox(): Locator {
    const [before = ''] = this.#text('window.pane.letterbox', { cols: '\u0000' }).split('\u0000');
    return this.pane.getByText(before);
  }
}
