import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiView } from '#main/hosts/cli/help/api-view.ts';
import { openApiDocument } from '#main/hosts/cli/help/openapi.ts';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { styleFor } from '#main/hosts/cli/output/style.ts';
import { procedures } from '#main/hosts/cli/program/command-specs.ts';
import { project } from '../project.ts';

// What the reference has besides the code: the OpenAPI document, and a page of the contract's procedures as `help --api` shows them.
const [out = ''] = process.argv.slice(2);
await mkdir(out, { recursive: true });
await writeFile(join(out, 'openapi.json'), `${JSON.stringify(await openApiDocument(project().version), null, 2)}\n`);
await writeFile(join(out, 'procedures.md'), proceduresPage());

function proceduresPage(): string {
  const plain = styleFor({ isTTY: false } as NodeJS.WriteStream, {});
  const look = { texts: textsIn('en'), style: plain, now: 0, width: undefined };
  const pages = procedures().map(({ path }) => {
    const name = path.join('.');
    const [summary = '', ...rest] = (apiView(name, look).split('\n\n')[0] ?? '').split('\n');
    return [`## ${name}`, '', summary.slice(name.length).trim().replaceAll('<', '\\<'), '', '```text', ...rest, '```'].join('\n');
  });
  return [
    '---',
    'title: Procedures',
    '---',
    '',
    '# Procedures',
    '',
    'As an OpenAPI document: [openapi.json](openapi.json).',
    '',
    pages.join('\n\n'),
    '',
  ].join('\n');
}
