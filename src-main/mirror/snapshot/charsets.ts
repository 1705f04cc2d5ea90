import { createTerminal } from '../xterm.ts';
import { internals, type RawTerminal } from '../xterm-internals.ts';

type Charset = RawTerminal['_charsetService']['charset'];

/** Final bytes of the designations that xterm.js knows besides ASCII ("B"). */
const FLAGS = ['0', 'A', '4', 'C', 'R', 'Q', 'K', 'Y', 'E', 'Z', 'H', '='];
/** How a character set is put into G0 to G3. */
const DESIGNATE = ['(', ')', '*', '+'];
/** How G0 to G3 become the one in use. */
const SHIFT = ['\u000f', '\u000e', '\u001bn', '\u001bo'];

let known: Map<Charset, string> | null = null;

// The tables themselves are not published: ask a terminal what each designation gives.
function flags(): Map<Charset, string> {
  if (known !== null) return known;
  known = new Map();
  const terminal = createTerminal(2, 1, 0);
  const raw = internals(terminal);
  for (const flag of FLAGS) {
    raw._inputHandler.parse(new TextEncoder().encode(`\u001b(${flag}`));
    if (raw._charsetService.charset !== undefined) known.set(raw._charsetService.charset, flag);
  }
  terminal.dispose();
  return known;
}

/** Sequence that puts a character set into G0 to G3. */
export function designate(level: number, charset: Charset): string {
  return `\u001b${DESIGNATE[level]}${flags().get(charset) ?? 'B'}`;
}

/** Sequence that makes G0 to G3 the set in use. */
export function shift(level: number): string {
  return SHIFT[level] ?? '\u000f';
}
