import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Fragment, fragmentsOf, readFragment, releaseNotes, withRelease, writeFragment } from './changelog/fragments.ts';
import { ROOT, releaseDate } from './project.ts';

// `npm run changelog`: prints what the next release will tell. `-- --release 1.2.0` writes it into CHANGELOG.md and takes its files out of
// changes/; `-- --split` makes files of lines that were written into CHANGELOG.md itself.
const FOLDER = join(ROOT, 'changes');
const CHANGELOG = join(ROOT, 'CHANGELOG.md');
const ENDING = '.md';

const { values } = parseArgs({ options: { release: { type: 'string' }, split: { type: 'boolean' } } });
const fragments = await readAll();
const changelog = await readFile(CHANGELOG, 'utf8');
if (values.split === true) await split();
else if (values.release !== undefined) await release(values.release);
else console.log(releaseNotes(fragments));

async function readAll(): Promise<readonly Fragment[]> {
  const names = (await readdir(FOLDER))
    .filter((file) => file.endsWith(ENDING) && file !== 'README.md')
    .map((file) => file.slice(0, -ENDING.length));
  return Promise.all(names.sort().map(async (name) => readFragment(name, await readFile(pathOf(name), 'utf8'))));
}

function pathOf(name: string): string {
  return join(FOLDER, `${name}${ENDING}`);
}

async function split(): Promise<void> {
  const made = fragmentsOf(changelog, fragments);
  for (const fragment of made.fragments) await writeFile(pathOf(fragment.name), writeFragment(fragment));
  await writeFile(CHANGELOG, made.changelog);
  for (const { name, kind } of made.fragments) console.log(`changes/${name}.md (${kind})`);
}

async function release(version: string): Promise<void> {
  await writeFile(CHANGELOG, withRelease(changelog, version, releaseDate().toISOString().slice(0, 10), fragments));
  await Promise.all(fragments.map(({ name }) => rm(pathOf(name))));
  console.log(`CHANGELOG.md has ${version}, with ${fragments.length} changes`);
}
