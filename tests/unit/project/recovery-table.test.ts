import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { outcomesTable } from '../../integration/recovery/outcomes.ts';

const DOCUMENT = resolve(import.meta.dirname, '../../../docs/recovery.md');

/** Spaces that make a table's columns line up are of no account. */
const plain = (table: string) => table.replaceAll(/ *\| */g, '|').replaceAll(/-+/g, '-');

it('docs/recovery.md says what is tested of killed processes', async () => {
  const table = /^\| Killed .*(?:\n\|.*)+/m.exec(await readFile(DOCUMENT, 'utf8'))?.[0] ?? '';
  expect(plain(table), 'the table of docs/recovery.md is the one of tests/integration/recovery/outcomes.ts').toBe(plain(outcomesTable()));
});
