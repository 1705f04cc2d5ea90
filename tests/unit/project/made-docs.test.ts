import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { withCommandTable } from '../../../packaging/docs/commands.ts';
import { troubleshootingDocument } from '../../../packaging/docs/troubleshooting.ts';
import { WITHOUT_TABLE, withoutTable } from '../../../packaging/docs/without.ts';

const DOCS = resolve(import.meta.dirname, '../../../docs');

it('docs/troubleshooting.md is what `npm run docs` makes of the register and the catalogues', async () => {
  expect(await readFile(resolve(DOCS, 'troubleshooting.md'), 'utf8')).toBe(troubleshootingDocument());
});

it('docs/recovery.md says what goes on without each part in the words of the doctor', async () => {
  expect(WITHOUT_TABLE.exec(await readFile(resolve(DOCS, 'recovery.md'), 'utf8'))?.[0]).toBe(withoutTable());
});

it('docs/cli.md has every command, with the words of the program', async () => {
  const document = await readFile(resolve(DOCS, 'cli.md'), 'utf8');
  expect(withCommandTable(document), 'run: npm run docs').toBe(document);
  expect(document).toContain('| `session rename <session> <name>` ');
});
