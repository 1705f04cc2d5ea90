import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { startHeadlessApp } from '../../support/headless-app.ts';
import { installInto } from '../../support/installation.ts';
import { prompt, startTrustedKimi } from '../../support/kimi-steps.ts';
import { processesMarked } from '../../support/processes.ts';
import { AppWindow } from '../../support/window/app-window.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

test('sessions outlive the installation that they were started from, and another one finds them', async ({ folder, page }) => {
  const installed = join(folder, 'installed');
  await installInto(installed);
  const programs = await installKimi(join(folder, 'programs'));
  const env = { PATH: `${programs}:${process.env.PATH}` };
  const first = await startHeadlessApp({ demo: true, root: installed, env });
  try {
    const window = await AppWindow.open(page, first.link);
    const shell = await window.start({ agent: 'shell', folder, name: 'counting' });
    await shell.run('i=0; while read line; do i=$((i + 1)); echo "$line is number $i"; done');
    await shell.run('before');
    await shell.shows('before is number 1');
    const kimi = await startTrustedKimi(window, { name: 'answering', folder });
    await prompt(kimi, 'slow please');
    await kimi.shows('word2 ');

    await first.killHard();
    await rm(installed, { recursive: true });
    const left = await processesMarked(first.dataFolder);
    expect(left.filter(({ command }) => command.includes(installed))).toEqual([]);
  } catch (error) {
    await first.close();
    throw error;
  }

  const second = await startHeadlessApp({ demo: true, dataFolder: first.dataFolder });
  try {
    const window = await AppWindow.open(page, second.link);
    const shell = await window.show('counting');
    await shell.shows('before is number 1');
    await shell.run('after');
    await shell.shows('after is number 2');
    const kimi = await window.show('answering');
    await kimi.shows('that was the last word', { timeout: 30_000 });
    await prompt(kimi, 'say a plain hello');
    await kimi.shows('This is a plain answer from the scripted demo.');
  } finally {
    await second.close();
  }
});

/** Kimi is installed apart from us, as it is on a person's machine. Returns the folder for the PATH. */
async function installKimi(programs: string): Promise<string> {
  await mkdir(programs);
  const [node, kimi] = ['node/bin/node', '@moonshot-ai/kimi-code/dist/main.mjs'].map((path) => join(ROOT, 'node_modules', path));
  await writeFile(join(programs, 'kimi'), `#!/bin/sh\nexec '${node}' '${kimi}' "$@"\n`, { mode: 0o755 });
  return programs;
}
