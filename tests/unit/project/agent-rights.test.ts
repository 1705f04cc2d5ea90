import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import { RIGHTS, rightsTable } from '../../integration/callers/rights.ts';

const DOCUMENT = resolve(import.meta.dirname, '../../../docs/security.md');

/** Dotted names of all procedures. */
function procedures(node: object, path: readonly string[] = []): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    '~orpc' in value ? [[...path, key].join('.')] : procedures(value, [...path, key]),
  );
}

/** Spaces that make a table's columns line up are of no account. */
const plain = (table: string) => table.replaceAll(/ *\| */g, '|').replaceAll(/-+/g, '-');

describe('what an agent may do', () => {
  it('stands in docs/security.md as it is tested', async () => {
    const text = await readFile(DOCUMENT, 'utf8');
    const table = /^\| An agent may .*(?:\n\|.*)+/m.exec(text)?.[0] ?? '';
    expect(plain(table), 'the table of docs/security.md is the one of tests/integration/callers/rights.ts').toBe(plain(rightsTable()));
  });

  it.each(procedures(contract))('says so about %s', (name) => {
    expect(RIGHTS.some(({ where }) => where === `\`${name}\``)).toBe(true);
  });
});
