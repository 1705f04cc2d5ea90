import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { troubleshootingDocument } from '../../../packaging/docs/troubleshooting.ts';
import { WITHOUT_TABLE, withoutTable } from '../../../packaging/docs/without.ts';

const DOCS = resolve(import.meta.dirname, '../../../docs');

it('docs/troubleshooting.md is what `npm run docs` makes of the register and the catalogues', async () => {
  expect(await readFile(resolve(DOCS, 'troubleshooting.md'), 'utf8')).toBe(troubleshootingDocument());
});

it('docs/recovery.md says what goes on without each part in the words of the doctor', async () => {
  expect(WITHOUT_TABLE.exec(await readFile(resolve(DOCS, 'recovery.md'), 'utf8'))?.[0]).toBe(withoutTable());
});
