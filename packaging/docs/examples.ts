import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Example } from '#main/hosts/cli/help/example.ts';
import { ROOT } from '../project.ts';

/** Where the examples are: scripts for sh, whose first two lines say in English and in Chinese what they show. */
export const EXAMPLES_FOLDER = join(ROOT, 'docs/examples');
const ENDING = '.sh';

/** Every example, by name. @throws Error for one without its two titles */
export async function readExamples(folder = EXAMPLES_FOLDER): Promise<readonly Example[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(ENDING)).sort();
  return Promise.all(
    files.map(async (file) =>
      exampleOf(file.slice(0, -ENDING.length), (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n')),
    ),
  );
}

function exampleOf(name: string, text: string): Example {
  const [, en, chinese, script] = /^# (\S.*)\n# (.*\p{Script=Han}.*)\n([\s\S]*\S)\s*$/u.exec(text) ?? [];
  if (en === undefined || chinese === undefined || script === undefined)
    throw new Error(`docs/examples/${name}.sh must begin with two lines, # and what it shows, in English and in Chinese, and go on`);
  return { name, title: { en, 'zh-CN': chinese }, script };
}

/** The module that takes the examples into the program: a bundle reads no files of docs/. As the formatter wants it. */
export function examplesModule(examples: readonly Example[]): string {
  return [
    "import type { Example } from './example.ts';",
    '',
    '/** docs/examples, made by `npm run docs`: changes belong there. */',
    'export const EXAMPLES: readonly Example[] = [',
    ...examples.flatMap(({ name, title, script }) => [
      '  {',
      `    name: ${quoted(name)},`,
      '    title: {',
      `      en: ${quoted(title.en)},`,
      `      'zh-CN': ${quoted(title['zh-CN'])},`,
      '    },',
      '    script: `',
      script.replaceAll(/\\|`|\$\{/g, (sign) => `\\${sign}`),
      '`.trim(),',
      '  },',
    ]),
    '];',
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
