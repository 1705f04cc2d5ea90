import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { useText } from '../../i18n/use-text.ts';
import { terminalLook } from '../../state/preferences-store.ts';
import { terminalFont, terminalTheme } from '../../terminal/palette.ts';

/** Text of programs, as they colour it; the same in every language. */
const LINES: readonly (readonly (readonly [
  colour: 'foreground' | 'green' | 'blue' | 'yellow' | 'red' | 'magenta' | 'cyan' | 'brightBlack',
  text: string,
])[])[] = [
  [
    ['green', '~/project'],
    ['foreground', ' $ '],
    ['foreground', 'kimi'],
  ],
  [
    ['blue', '●'],
    ['foreground', ' Edit '],
    ['cyan', 'src/main.ts'],
    ['brightBlack', '  +12 −3'],
  ],
  [
    ['yellow', '▲'],
    ['foreground', ' 0O 1lI| {}[]() => !== 你好，世界 '],
  ],
  [
    ['red', '✗'],
    ['foreground', ' 2 failed  '],
    ['green', '✓'],
    ['foreground', ' 40 passed  '],
    ['magenta', '@@ -1,4 +1,9 @@'],
  ],
];

/** A few lines in the font and the colours that are chosen, so that choosing needs no terminal. */
export function TerminalPreview() {
  const t = useText();
  const { preferences } = useServices();
  const state = useStore(preferences);
  const look = terminalLook(state);
  const theme = terminalTheme(look.theme, look.highContrast);
  return (
    <figure className="relative my-2 overflow-x-auto rounded border border-line p-3" style={{ background: theme.background }}>
      <figcaption className="sr-only">{t('window.settings.preview')}</figcaption>
      <pre
        aria-hidden="true"
        style={{
          fontFamily: terminalFont(look.fontFamily),
          fontSize: look.fontSize,
          lineHeight: 1.2 * look.lineHeight,
          fontVariantLigatures: look.ligatures ? 'normal' : 'none',
          color: theme.foreground,
        }}
      >
        {LINES.map((line) => (
          <div key={line.map(([, text]) => text).join('')}>
            {line.map(([colour, text]) => (
              <span key={text} style={{ color: theme[colour] }}>
                {text}
              </span>
            ))}
          </div>
        ))}
      </pre>
    </figure>
  );
}
