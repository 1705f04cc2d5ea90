import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openInBrowser, removeLeftovers } from '#main/hosts/headless/open-browser.ts';
import { until } from '../../../support/until.ts';

const LINK = 'http://127.0.0.1:4000/#code=abc';
const path = process.env.PATH;
let folder: string;
let bin: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kimi-open-'));
  bin = await mkdtemp(join(tmpdir(), 'kimi-bin-'));
});
afterEach(async () => {
  process.env.PATH = path;
  for (const each of [folder, bin]) await rm(each, { recursive: true, force: true });
});

/** Puts a browser opener in front of the machine's own, which writes down how it was called. */
async function fakeOpener() {
  const opener = join(bin, 'xdg-open');
  // The line is complete once the name is there: rename is one step.
  await writeFile(opener, `#!/bin/sh\nprintf '%s\\n' "$#" "$@" > ${bin}/called.part\nmv ${bin}/called.part ${bin}/called\n`);
  await chmod(opener, 0o700);
  process.env.PATH = `${bin}${delimiter}${path}`;
}

/** What the opener was called with, once it was. */
async function called(): Promise<string[]> {
  await until('the opener was called', async () => (await readdir(bin)).includes('called'));
  return (await readFile(join(bin, 'called'), 'utf8')).trim().split('\n');
}

describe.runIf(process.platform === 'linux')('opening the browser', () => {
  test('shows the link to nobody: its argument is a file that only the owner can read', async () => {
    await fakeOpener();
    await openInBrowser(folder, LINK);
    const [count, file] = await called();
    expect(count).toBe('1');
    expect(file).toMatch(/open-[0-9a-f]{16}\.html$/);
    expect(file).not.toContain('abc');
    expect((await stat(file!)).mode & 0o777).toBe(0o600);
    expect(await readFile(file!, 'utf8')).toContain(`url=${LINK}`);
  });

  test('leaves nothing behind when the link was used', async () => {
    await fakeOpener();
    await writeFile(join(folder, 'open-hand.txt'), 'not ours');
    await openInBrowser(folder, LINK);
    await called();
    await removeLeftovers(folder);
    expect(await readdir(folder)).toEqual(['open-hand.txt']);
  });

  test('on a machine that has no opener says so', async () => {
    process.env.PATH = bin;
    await expect(openInBrowser(folder, LINK)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
