import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import type { TerminalView } from '../../support/window/terminal-view.ts';

const SCREENS = resolve(import.meta.dirname, '../../fixtures/screens');
const UPDATE = process.env.UPDATE_GOLDEN === '1';

/**
 * The rows as they are drawn, each with the cell in which every word begins: a glyph that took the wrong number of cells
 * moves all words behind it. Words that run from right to left have a dot: where in their cells a browser draws them depends on
 * its fonts.
 */
async function drawn(terminal: TerminalView): Promise<string> {
  const rows = await terminal.rowElements.evaluateAll((elements) => {
    return elements.map((row) => {
      const texts: { readonly node: Text; readonly start: number }[] = [];
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      let whole = '';
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        texts.push({ node: node as Text, start: whole.length });
        whole += (node as Text).data;
      }
      const origin = row.getBoundingClientRect().left;
      const words = [...whole.matchAll(/\S+/gu)].map((match) => {
        const at = texts.findLast((text) => text.start <= match.index);
        if (at === undefined) return Number.NaN;
        if (/\p{Script=Arabic}|\p{Script=Hebrew}/u.test(match[0])) return null;
        const range = document.createRange();
        range.setStart(at.node, match.index - at.start);
        range.setEnd(at.node, match.index - at.start + 1);
        return range.getBoundingClientRect().left - origin;
      });
      return { whole: whole.replaceAll('\u00a0', ' ').trimEnd(), words };
    });
  });
  // The first word of the ruler row stands in cell 0, its second in cell 10.
  const ruler = rows.find((row) => row.whole.startsWith('0---'));
  const cell = (ruler?.words[1] ?? Number.NaN) / 10;
  return rows
    .filter((row) => row.whole.endsWith('|'))
    .map((row) => `${row.whole}\t${row.words.map((left) => (left === null ? '·' : Math.round(left / cell))).join(' ')}`)
    .join('\n');
}

test.use({ appOptions: { demo: false } });

test('wide, joined, right-to-left and drawn characters stand in the cells of the golden screen, before and after a reload', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow({ viewport: { width: 1280, height: 800 } });
  const terminal = await window.start({ agent: 'shell', folder, name: 'scripts' });
  await terminal.run(`clear; echo '0-------- 10'; cat '${join(SCREENS, 'scripts.txt')}'; echo all shown`);
  await terminal.shows('\nall shown');
  const seen = await drawn(terminal);
  const golden = join(SCREENS, 'scripts.golden.txt');
  if (UPDATE) await writeFile(golden, `${seen}\n`);
  expect(`${seen}\n`).toBe(await readFile(golden, 'utf8'));

  await window.page.reload();
  await terminal.shows('\nall shown');
  await expect.poll(() => drawn(terminal), { message: 'the screen from the snapshot' }).toBe(seen);
});
