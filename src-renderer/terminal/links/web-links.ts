import { WebLinksAddon } from '@xterm/addon-web-links';
import type { IBufferRange, ILinkHandler, Terminal } from '@xterm/xterm';
import { CJK_MARKS } from '#shared/terminal/cjk-marks.ts';
import { logicalLine } from './logical-line.ts';
import { type LinkTarget, linkTarget } from './target.ts';

/** The addon's own expression ends at no mark of Chinese sentences: an address before one would take the sentence with it. */
const ADDRESS = new RegExp(
  String.raw`(https?|HTTPS?):[/]{2}[^\s"'!*(){}|\\^<>\x60${CJK_MARKS}]*[^\s"':,.!?{}|\\^~[\]\x60()<>${CJK_MARKS}]`,
);

/** What is done with links that are not paths: those that programs make (OSC 8), and addresses that stand in the text. */
export interface WebLinksOptions {
  readonly onHover: (target: LinkTarget | null) => void;
  readonly onActivate: (event: MouseEvent, target: LinkTarget) => void;
}

/** The handler of links that programs make; what is underlined may be any text. */
export function hyperlinks(terminal: () => Pick<Terminal, 'buffer' | 'cols'>, { onHover, onActivate }: WebLinksOptions): ILinkHandler {
  const judge = (uri: string, range: IBufferRange) => linkTarget(uri, shownText(terminal(), range));
  return {
    // Refused ones too have a tip, so that a link that does nothing says why.
    allowNonHttpProtocols: true,
    activate: (event, uri, range) => onActivate(event, judge(uri, range)),
    hover: (_event, uri, range) => onHover(judge(uri, range)),
    leave: () => onHover(null),
  };
}

/** Makes links of the addresses in the text. */
export function addressLinks({ onHover, onActivate }: WebLinksOptions): WebLinksAddon {
  return new WebLinksAddon((event, uri) => onActivate(event, linkTarget(uri, uri)), {
    urlRegex: ADDRESS,
    hover: (_event, uri) => onHover(linkTarget(uri, uri)),
    leave: () => onHover(null),
  });
}

/** The text of a link; where a wrapped row cuts it, with the rest of the word in the other rows. */
function shownText(terminal: Pick<Terminal, 'buffer' | 'cols'>, { start, end }: IBufferRange): string {
  const row = terminal.buffer.active.getLine(start.y - 1);
  const part = row?.translateToString(true, start.x - 1, end.x) ?? '';
  const cut = (start.x === 1 && row?.isWrapped === true) || end.x >= terminal.cols;
  if (!cut) return part;
  const line = logicalLine(terminal, start.y - 1);
  return line?.text.split(/\s+/).find((word) => word.includes(part.trim().split(/\s+/).at(-1) ?? part)) ?? part;
}
