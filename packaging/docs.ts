import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { troubleshootingDocument } from './docs/troubleshooting.ts';
import { WITHOUT_TABLE, withoutTable } from './docs/without.ts';
import { ROOT } from './project.ts';

// `npm run docs`: the parts of docs/ that are made from the code. tests/unit/project/made-docs.test.ts fails where they are not up to date.
await writeFile(join(ROOT, 'docs/troubleshooting.md'), troubleshootingDocument());
const recovery = join(ROOT, 'docs/recovery.md');
await writeFile(
  recovery,
  (await readFile(recovery, 'utf8')).replace(WITHOUT_TABLE, () => withoutTable()),
);
console.log('docs/troubleshooting.md, a table of docs/recovery.md');
