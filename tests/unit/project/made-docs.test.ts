import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { troubleshootingDocument } from '../../../packaging/docs/troubleshooting.ts';

const DOCS = resolve(import.meta.dirname, '../../../docs');

it('docs/troubleshooting.md is what `npm run docs` makes of the register and the catalogues', async () => {
  expect(await readFile(resolve(DOCS, 'troubleshooting.md'), 'utf8')).toBe(troubleshootingDocument());
});
