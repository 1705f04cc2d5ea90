import fc from 'fast-check';

const ESC = '\u001b';
const small = fc.integer({ min: 0, max: 9 });
const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom(...'abcXYZ 019_-|#[]{}~q'), minLength: 1, maxLength: 30 }) },
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.constantFrom(
          '漢',
          '字',
          'あ',
          '한',
          'é',
          'e\u0301',
          '👍',
          '👍🏽',
          '👨‍👩‍👧',
          '🇩🇪',
          '🇩',
          '❤️',
          '❤',
          '─',
          '█',
          '—',
          '…',
          '\u0600',
          'ש',
          'ก็',
          '\u200d',
          '\u0301',
          '⚠️',
          '\u{1f468}',
          '１',
        ),
        { minLength: 1, maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  },
);
const control = fc.constantFrom('\r', '\n', '\r\n', '\b', '\t', '\u0007', '\u000e', '\u000f', '\u000b', '\u0085', '\u0084');
const sgr = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '0',
        '1',
        '2',
        '3',
        '4',
        '5',
        '7',
        '8',
        '9',
        '21',
        '22',
        '23',
        '24',
        '27',
        '39',
        '49',
        '53',
        '55',
        '4:3',
        '4:4',
        '4:0',
        '59',
        '58:5:3',
        '58:2::1:2:3',
      ),
      fc.integer({ min: 30, max: 37 }).map(String),
      fc.integer({ min: 40, max: 47 }).map(String),
      fc.integer({ min: 90, max: 107 }).map(String),
      fc.integer({ min: 0, max: 255 }).map((n) => `38;5;${n}`),
      fc.integer({ min: 0, max: 255 }).map((n) => `48;5;${n}`),
      fc.tuple(small, small, small).map(([r, g, b]) => `38;2;${r};${g};${b}`),
      fc.tuple(small, small, small).map(([r, g, b]) => `48;2;${r};${g};${b}`),
    ),
    { maxLength: 3 },
  )
  .map((codes) => `${ESC}[${codes.join(';')}m`);
const move = fc
  .tuple(
    fc.integer({ min: 0, max: 25 }),
    fc.integer({ min: 0, max: 25 }),
    fc.constantFrom('H', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'd', 'f', 'a', 'e', '`', 'I', 'Z'),
  )
  .map(([a, b, f]) => (f === 'H' || f === 'f' ? `${ESC}[${a};${b}${f}` : `${ESC}[${b}${f}`));
const edit = fc
  .tuple(small, fc.constantFrom('J', 'K', '?J', '?K', 'L', 'M', 'P', 'X', '@', 'S', 'T', 'b', "'}", "'~", ' @', ' A'))
  .map(([n, f]) => {
    const count = f.endsWith('J') || f.endsWith('K') ? n % 4 : n;
    return f.startsWith('?') ? `${ESC}[?${count}${f.slice(1)}` : `${ESC}[${count}${f}`;
  });
const mode = fc
  .tuple(
    fc.constantFrom(
      '1',
      '6',
      '7',
      '25',
      '45',
      '66',
      '1000',
      '1002',
      '1003',
      '1004',
      '1006',
      '1016',
      '9',
      '2004',
      '2026',
      '47',
      '1047',
      '1049',
      '1048',
    ),
    fc.constantFrom('h', 'l'),
  )
  .map(([n, f]) => `${ESC}[?${n}${f}`);
const rest = fc.oneof(
  fc.constantFrom(
    `${ESC}7`,
    `${ESC}8`,
    `${ESC}D`,
    `${ESC}M`,
    `${ESC}E`,
    `${ESC}H`,
    `${ESC}=`,
    `${ESC}>`,
    `${ESC}[4h`,
    `${ESC}[4l`,
    `${ESC}[20h`,
    `${ESC}[20l`,
    `${ESC}[s`,
    `${ESC}[u`,
    `${ESC}[g`,
    `${ESC}[3g`,
    `${ESC}[!p`,
    `${ESC}c`,
    `${ESC}#8`,
    `${ESC}[1"q`,
    `${ESC}[0"q`,
    `${ESC}n`,
    `${ESC}o`,
  ),
  fc.tuple(fc.constantFrom('(', ')', '*', '+'), fc.constantFrom('0', 'A', 'B', '4', 'K')).map(([g, f]) => `${ESC}${g}${f}`),
  fc.integer({ min: 0, max: 6 }).map((n) => `${ESC}[${n} q`),
  fc.tuple(small, small).map(([t, b]) => `${ESC}[${t};${b}r`),
  fc.constantFrom(
    `${ESC}]8;;https://a.example/x\u0007`,
    `${ESC}]8;id=1;https://b.example\u001b\\`,
    `${ESC}]8;;\u001b\\`,
    `${ESC}]0;a title\u0007`,
    `${ESC}]2;ein Titel — 漢字\u001b\\`,
    `${ESC}]9;note\u0007`,
    `${ESC}]4;1;#112233\u0007`,
    `${ESC}P$qm\u001b\\`,
    `${ESC}_ignored\u001b\\`,
  ),
);

/** Output as programs make it, and worse: one entry per sequence. */
export const streamParts = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 3, arbitrary: control },
    { weight: 4, arbitrary: sgr },
    { weight: 3, arbitrary: move },
    { weight: 3, arbitrary: edit },
    { weight: 2, arbitrary: mode },
    { weight: 2, arbitrary: rest },
  ),
  { minLength: 1, maxLength: 60 },
);

/** Terminal sizes, small so that wrapping and scrolling happen. */
export const sizes = fc.record({ cols: fc.integer({ min: 2, max: 24 }), rows: fc.integer({ min: 2, max: 8 }) });
