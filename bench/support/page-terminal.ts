import type { JSHandle, Page } from '@playwright/test';
import type { Terminal } from '@xterm/xterm';
import type { AppWindow } from '../../tests/support/window/app-window.ts';

/** An xterm.js terminal in a page, ours or the bare one's: measured inside the page, by the page's clock. */
export class PageTerminal {
  readonly page: Page;
  readonly terminal: JSHandle<Terminal>;

  constructor(page: Page, terminal: JSHandle<Terminal>) {
    this.page = page;
    this.terminal = terminal;
  }

  /** The terminal of a session that is on the stage of our window. @throws Error when there is none */
  static async ofWindow(window: AppWindow, name: string): Promise<PageTerminal> {
    const region = await window.terminal(name).region.elementHandle();
    if (region === null) throw new Error(`${name} is not on the stage`);
    // What draws the pane is given the session's controller; React keeps what a component was given at the elements that it made.
    const terminal = await region.evaluateHandle((element) => {
      interface Fiber {
        readonly return: Fiber | null;
        readonly memoizedProps: { readonly controller?: { readonly terminal: Terminal } } | null;
      }
      const key = Object.keys(element).find((name) => name.startsWith('__reactFiber$')) ?? '';
      let fiber: Fiber | null = (element as unknown as Record<string, Fiber>)[key] ?? null;
      while (fiber !== null && fiber.memoizedProps?.controller === undefined) fiber = fiber.return;
      const found = fiber?.memoizedProps?.controller?.terminal;
      if (found === undefined) throw new Error('no terminal was found behind the pane');
      return found;
    });
    return new PageTerminal(window.page, terminal);
  }

  /** One of the terminals of the bare page. */
  static async ofBarePage(page: Page, at: number): Promise<PageTerminal> {
    const terminal = await page.evaluateHandle((i) => (globalThis as unknown as { terms: Terminal[] }).terms[i] as Terminal, at);
    return new PageTerminal(page, terminal);
  }

  /** Size in cells, and how it is drawn. */
  look() {
    return this.terminal.evaluate(({ cols, rows, options: { fontFamily = '', fontSize = 0, lineHeight = 1 } }) => ({
      size: { cols, rows },
      font: { fontFamily, fontSize, lineHeight },
    }));
  }

  /** Bytes that it parsed since it was asked first (then 0): lines that somebody left out on the way are not among them. */
  parsed(): Promise<number> {
    return this.terminal.evaluate((terminal) => {
      const counted = terminal as Terminal & { parsedBytes?: number };
      if (counted.parsedBytes === undefined) {
        counted.parsedBytes = 0;
        const write = terminal.write.bind(terminal);
        terminal.write = (data, done) =>
          write(data, () => {
            counted.parsedBytes = (counted.parsedBytes ?? 0) + data.length;
            done?.();
          });
      }
      return counted.parsedBytes;
    });
  }

  /** To the front, with the caret and the mouse in it: a page that has seen a mouse asks in each frame what is under it. */
  async focus(): Promise<void> {
    await this.page.bringToFront();
    const { x, y } = await this.terminal.evaluate((terminal) => {
      const { left, top, width, height } = terminal.element?.getBoundingClientRect() ?? new DOMRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await this.page.mouse.move(x, y);
    await this.terminal.evaluate((terminal) => terminal.focus());
  }

  /** Waits until the last written line holds `text`. */
  async says(text: string): Promise<void> {
    await (await this.#saying(text, null)).evaluate(({ took }) => took);
  }

  /** Waits until a numbered line is there. @returns the number of the last one, and when it was read (the page's clock, ms) */
  numbered(): Promise<{ readonly line: number; readonly at: number }> {
    return this.terminal.evaluate(
      (terminal) =>
        new Promise<{ line: number; at: number }>((done) => {
          const look = () => {
            const { active } = terminal.buffer;
            for (let row = active.baseY + active.cursorY; row >= active.baseY; row -= 1) {
              const found = /^(\d{9}) /.exec(active.getLine(row)?.translateToString(true) ?? '');
              if (found === null) continue;
              done({ line: Number(found[1]), at: performance.now() });
              return;
            }
            requestAnimationFrame(look);
          };
          look();
        }),
    );
  }

  /** Types `line` and Enter. @returns ms from Enter until the last written line, which is in the buffer by then, holds `answer` */
  async answerTo(line: string, answer: string): Promise<number> {
    await this.page.keyboard.type(line);
    const measured = await this.#saying(answer, 'keydown');
    await this.page.keyboard.press('Enter');
    return measured.evaluate(({ took }) => took);
  }

  /** Pastes into it, as the browser tells of it. @returns ms until the last written line holds `answer` */
  async pasted(text: string, answer: string): Promise<number> {
    const clipboard = await this.page.evaluateHandle((pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      return data;
    }, text);
    const measured = await this.#saying(answer, 'paste');
    await this.terminal.evaluate((terminal, clipboardData) => {
      terminal.textarea?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, clipboard);
    await clipboard.dispose();
    return measured.evaluate(({ took }) => took);
  }

  /** @param from what the time counts from: Enter, a paste, or this moment */
  #saying(text: string, from: 'keydown' | 'paste' | null) {
    return this.terminal.evaluateHandle(
      (terminal, [wanted, event]) => {
        const took = new Promise<number>((done) => {
          let start = event === null ? performance.now() : Number.NaN;
          const look = () => {
            const { active } = terminal.buffer;
            const last = active.getLine(active.baseY + active.cursorY)?.translateToString(true) ?? '';
            if (Number.isNaN(start) || !last.includes(wanted)) return false;
            done(performance.now() - start);
            return true;
          };
          const parsed = terminal.onWriteParsed(() => {
            if (look()) parsed.dispose();
          });
          if (event === null) {
            if (look()) parsed.dispose();
            return;
          }
          const happened = (cause: Event) => {
            if (cause instanceof KeyboardEvent && cause.key !== 'Enter') return;
            removeEventListener(event, happened, true);
            start = cause.timeStamp;
          };
          addEventListener(event, happened, true);
        });
        return { took };
      },
      [text, from] as const,
    );
  }

  /**
   * Presses a key and waits for the program's answer, the letter itself.
   * @returns ms from the key's event until the letter was in the buffer, and until the frame with it was drawn
   */
  async key(letter: string): Promise<{ readonly buffer: number; readonly drawn: number }> {
    const measured = await this.terminal.evaluateHandle((terminal, wanted) => {
      const took = new Promise<{ buffer: number; drawn: number }>((done) => {
        let start = Number.NaN;
        let buffer = Number.NaN;
        const pressed = (event: KeyboardEvent) => {
          removeEventListener('keydown', pressed, true);
          start = event.timeStamp;
        };
        addEventListener('keydown', pressed, true);
        const parsed = terminal.onWriteParsed(() => {
          const { active } = terminal.buffer;
          const cell = active.getLine(active.baseY + active.cursorY)?.getCell(active.cursorX - 1);
          if (Number.isNaN(start) || cell?.getChars() !== wanted) return;
          parsed.dispose();
          buffer = performance.now() - start;
        });
        // A message comes after the frame whose callbacks sent it: what the renderer put into the document was drawn by then.
        const { port1, port2 } = new MessageChannel();
        port2.onmessage = () => {
          port1.close();
          done({ buffer, drawn: performance.now() - start });
        };
        const rendered = terminal.onRender(() => {
          if (Number.isNaN(buffer)) return;
          rendered.dispose();
          port1.postMessage(null);
        });
      });
      return { took };
    }, letter);
    await this.page.keyboard.press(letter);
    return measured.evaluate(({ took }) => took);
  }
}
