interface Owned {
  dispose(): void;
}

/** The parts of a terminal's parser (window or headless) that this needs. */
export interface ModeParser {
  registerCsiHandler(id: { readonly prefix?: string; readonly final: string }, callback: (params: (number | number[])[]) => boolean): Owned;
  registerEscHandler(id: { readonly final: string }, callback: () => boolean): Owned;
  registerOscHandler(ident: number, callback: (data: string) => boolean): Owned;
}

/** Mode 2031 of contour-terminal.org's "Dark and Light Mode detection", which other terminals have taken over and xterm.js 6 does not know. */
export const THEME_MODE = 2031;

/** What a program wants to hear of the terminal's theme: nothing, when it becomes another one, or then its ground as well, which it has asked for. */
export type ThemeWish = 'nothing' | 'theme' | 'ground';

/** Sequences that tell a reset terminal the same wish. */
export const WISH_SEQUENCES: Readonly<Record<ThemeWish, string>> = {
  nothing: '',
  theme: `\u001b[?${THEME_MODE}h`,
  ground: `\u001b[?${THEME_MODE}h\u001b]11;?\u001b\\`,
};

/** Follows what a program wants to hear of the theme. The terminal handles all of it as before. */
export function followThemeWish(parser: ModeParser, onWish: (wish: ThemeWish) => void): Owned {
  let wish: ThemeWish = 'nothing';
  const change = (wanted: ThemeWish): false => {
    if (wanted !== wish) onWish(wanted);
    wish = wanted;
    return false;
  };
  const owned = [
    parser.registerCsiHandler(
      { prefix: '?', final: 'h' },
      (params) => params.includes(THEME_MODE) && wish === 'nothing' && change('theme'),
    ),
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, (params) => params.includes(THEME_MODE) && change('nothing')),
    parser.registerOscHandler(11, (data) => data === '?' && wish === 'theme' && change('ground')),
    // A full reset ends every mode.
    parser.registerEscHandler({ final: 'c' }, () => change('nothing')),
  ];
  return { dispose: () => owned.forEach((handler) => void handler.dispose()) };
}
