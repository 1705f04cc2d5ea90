import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { installInto } from '../../support/installation.ts';
import { prompt, startTrustedKimi } from '../../support/kimi-steps.ts';
import { processesMarked } from '../../support/processes.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

test('sessions outlive the installation that they were started from, and another one finds them @long', async ({
  folder,
  startApp,
  openWindowOf,
}) => {
  // It copies an installation whole.
  test.setTimeout(240_000);
  const installed = join(folder, 'installed');
  await installInto(installed);
  const programs = await installKimi(join(folder, 'programs'));
  const env = { PATH: `${programs}:${process.env.PATH}` };
  const first = await startApp({ demo: true, root: installed, env });
  const before = await openWindowOf(first);
  const counting = await before.start({ agent: 'shell', folder, name: 'counting' });
  await counting.run('i=0; while read line; do i=$((i + 1)); echo "$line is number $i"; done');
  await counting.run('before');
  await counting.shows('before is number 1');
  const answering = await startTrustedKimi(before, { name: 'answering', folder });
  await prompt(answering, 'slow please');
  await answering.shows('word2 ');

  await first.killHard();
  await rm(installed, { recursive: true });
  const left = await processesMarked(first.dataFolder);
  expect(left.filter(({ command }) => command.includes(installed))).toEqual([]);

  const window = await openWindowOf(await startApp({ demo: true, dataFolder: first.dataFolder }));
  const shell = await window.show('counting');
  await shell.shows('before is number 1');
  await shell.run('after');
  await shell.shows('after is number 2');
  const kimi = await window.show('answering');
  await kimi.shows('that was the last word', { timeout: 30_000 });
  await prompt(kimi, 'say a plain hello');
  await kimi.shows('This is a plain answer from the scripted demo.');
});

/** Kimi is installed apart from us, as it is on a person's machine. Returns the folder for the PATH. */
async function installKimi(programs: string): Promise<string> {
  await mkdir(programs);
  const [node, kimi] = ['node/bin/node', '@moonshot-ai/kimi-code/dist/main.mjs'].map((path) => join(ROOT, 'node_modules', path));
  await writeFile(join(programs, 'kimi'), `#!/bin/sh\nexec '${node}' '${kimi}' "$@"\n`, { mode: 0o755 });
  return programs;
}
