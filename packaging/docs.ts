import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withCommandTable } from './docs/commands.ts';
import { examplesModule, readExamples } from './docs/examples.ts';
import { withSettingsReference } from './docs/settings-reference.ts';
import { troubleshootingDocument } from './docs/troubleshooting.ts';
import { WITHOUT_TABLE, withoutTable } from './docs/without.ts';
import { ROOT } from './project.ts';

// `npm run docs`: the parts of docs/ that are made from the code. tests/unit/project/made-docs.test.ts fails where they are not up to date.
await writeFile(join(ROOT, 'docs/troubleshooting.md'), troubleshootingDocument());
await made('docs/recovery.md', (text) => text.replace(WITHOUT_TABLE, () => withoutTable()));
await made('docs/cli.md', withCommandTable);
await made('docs/settings.md', withSettingsReference);
await writeFile(join(ROOT, 'src-main/hosts/cli/help/examples.ts'), examplesModule(await readExamples()));
console.log(
  'docs/troubleshooting.md, tables of docs/recovery.md and docs/cli.md, the list of docs/settings.md, the examples that the program has',
);

async function made(path: string, anew: (text: string) => string): Promise<void> {
  const file = join(ROOT, path);
  await writeFile(file, anew(await readFile(file, 'utf8')));
}
