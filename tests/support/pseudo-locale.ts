import type { Page } from '@playwright/test';
import { fillText, type TextValues } from '#shared/messages/fill.ts';
import { catalogues, type MessageKey } from '#shared/messages/index.ts';

const ACCENTED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aàeéiïoöuüyýcçnñsšzžAÀEÉIÏOÖUÜCÇNÑSŠ'.matchAll(/(.)(.)/gsu)].map(([, plain = '', accented = '']) => [plain, accented]),
);
/** What stays as it is: places for values, and the marks of choices. */
const KEPT = /(\{\{\w+(?:, time)?\}\}|\[\[|\]\]|\|\|)/;
/** How much longer than in English a text may become in another language. */
const LONGER = 0.4;

/** An English text as it might be in a language that nobody speaks: bracketed, with accents, and longer. */
export function pseudo(text: string): string {
  const written = text
    .split(KEPT)
    .map((part) => (KEPT.test(part) ? part : part.replaceAll(/[a-zA-Z]/g, (letter) => ACCENTED[letter] ?? letter)))
    .join('');
  const letters = text.replaceAll(/\{\{\w+(?:, time)?\}\}/g, '').length;
  return `⟦${written}${' ñéŵ'.repeat(Math.ceil((letters * LONGER) / 4))}⟧`;
}

const CATALOGUE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(catalogues.en).map(([key, text]) => [key, pseudo(text)]),
);

/** Looks up the pseudo-locale's texts, like `text` does in English. */
export function pseudoText(key: MessageKey, values: TextValues = {}): string {
  return fillText(CATALOGUE[key] ?? key, values, { language: 'en', catalogue: CATALOGUE });
}

/** Lets a page that is about to be opened speak the pseudo-locale in place of English. Nothing of it is in the product. */
export async function speakPseudo(page: Page): Promise<void> {
  await page.route('**/assets/english-*.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `export const english = ${JSON.stringify(CATALOGUE)};` }),
  );
}

/**
 * Texts on show that are from no catalogue: those of text nodes and of attributes that people hear or read. `data` fits what
 * is the person's or a program's own. Terminals, keys, code and samples of all these are none of ours to say.
 */
export async function uncatalogued(page: Page, data: RegExp): Promise<readonly string[]> {
  const said = await page.evaluate(() => {
    const shown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('.xterm, pre, kbd, code, option, datalist, script, style') === null;
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement !== null && shown(node.parentElement)) texts.push(node.nodeValue ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (!shown(element)) continue;
      for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
    }
    return texts;
  });
  const own = new RegExp(`^(?:${data.source})$`, data.flags);
  return [...new Set(said)].filter((text) => {
    const rest = withoutBracketed(text).trim();
    return /\p{L}/u.test(rest) && !own.test(rest);
  });
}

/** What of a text stands in no brackets, which may stand in each other. */
function withoutBracketed(text: string): string {
  const inner = text.replaceAll(/⟦[^⟦⟧]*⟧/gu, '');
  return inner === text ? text : withoutBracketed(inner);
}
