import type { IDisposable, IParser } from '@xterm/xterm';
import { followThemeWish, THEME_MODE, type ThemeWish } from '#shared/terminal/theme-mode.ts';

export interface ThemeReportsOptions {
  readonly parser: IParser;
  /** Whether this is the viewer that answers, and what is parsed is no old bytes. */
  readonly mayAnswer: () => boolean;
  /** The colour that the terminal is drawn on, `#rrggbb`. */
  readonly ground: () => string;
  /** Puts a report into the program's input. */
  readonly send: (report: string) => void;
}

/**
 * Tells programs that want to know whether the terminal is light or dark: when they ask, when it becomes another one, and when this becomes
 * the viewer that answers. A program that began without one (started by a command, or behind a closed window) has guessed until then.
 * One that has asked for its ground is told that too: Kimi 2.1 does not ask anew when it hears of another theme.
 */
export class ThemeReports implements IDisposable {
  private readonly o: ThemeReportsOptions;
  private readonly owned: readonly IDisposable[];
  private wish: ThemeWish = 'nothing';
  /** The ground that the program knows from this viewer; null: none. */
  private known: string | null = null;

  constructor(options: ThemeReportsOptions) {
    this.o = options;
    const { parser, mayAnswer, ground, send } = options;
    this.owned = [
      followThemeWish(parser, (wish) => {
        // Who begins to want it asks for itself how things are: what comes unasked is a change.
        if (wish !== 'nothing' && mayAnswer()) this.known = ground();
        this.wish = wish;
      }),
      parser.registerCsiHandler({ prefix: '?', final: 'n' }, ([what]) => {
        if (what !== 996) return false;
        if (mayAnswer()) send(themeReport(ground()));
        return true;
      }),
      parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, ([mode]) => {
        if (mode !== THEME_MODE) return false;
        if (mayAnswer()) send(`\u001b[?${THEME_MODE};${this.wish === 'nothing' ? 2 : 1}$y`);
        return true;
      }),
    ];
  }

  /** Tells a program that wants to know it and knows something else. */
  tell(): void {
    const { mayAnswer, ground, send } = this.o;
    const now = ground();
    if (this.wish === 'nothing' || !mayAnswer() || this.known === now) return;
    this.known = now;
    send(themeReport(now));
    if (this.wish === 'ground') send(groundReport(now));
  }

  /** This is the viewer that answers from now on; what the program knows it may have from another one. */
  tellAnew(): void {
    this.known = null;
    this.tell();
  }

  dispose(): void {
    this.owned.forEach((owned) => void owned.dispose());
  }
}

function channelsOf(ground: string): readonly string[] {
  return [1, 3, 5].map((at) => ground.slice(at, at + 2));
}

/** `CSI ?997;1n` for a dark ground, `;2n` for a light one. */
function themeReport(ground: string): string {
  const [red = 0, green = 0, blue = 0] = channelsOf(ground).map((channel) => Number.parseInt(channel, 16) / 255);
  // Relative luminance (ITU-R BT.709), as programs reckon it when they are told a ground.
  return `\u001b[?997;${0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 ? 2 : 1}n`;
}

/** The answer to OSC 11, as xterm.js gives it: 16 bits a channel. */
function groundReport(ground: string): string {
  return `\u001b]11;rgb:${channelsOf(ground)
    .map((channel) => channel + channel)
    .join('/')}\u001b\\`;
}
