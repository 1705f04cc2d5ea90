import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';

// Long, so that a write takes time: a file written in place would be found cut short.
const KEPT = `# mine\n${'# a line of the person’s own\n'.repeat(2_000)}future = 1\n`;

test('a process that is killed while it changes the settings leaves the old file or the new one, whole', async () => {
  const path = join(await tempFolder(), 'settings.toml');
  await writeFile(path, KEPT);
  for (let round = 0; round < 3; round += 1) {
    const child = fork(join(import.meta.dirname, '../../support/settings-process.ts'), [path], { execArgv: [] });
    let told = 0;
    child.on('message', (keep) => {
      told = Number(keep);
      // While the next write is under way, at another point of it each time.
      if (told === 3 + round) setTimeout(() => child.kill('SIGKILL'), round);
    });
    await once(child, 'exit');
    const text = await readFile(path, 'utf8');
    expect(text.startsWith(KEPT)).toBe(true);
    const { recording } = parse(text) as { recording: { keepMiB: number } };
    expect(recording.keepMiB, 'what was said to be written').toBeGreaterThanOrEqual(told);
  }
});

test('a process that is killed while it brings the settings to a newer format leaves one of both, whole, and the old one as a copy', async () => {
  const old = `${KEPT}[spool]\nkeepMiB = 5\n`;
  for (let round = 0; round < 5; round += 1) {
    const folder = await tempFolder();
    const path = join(folder, 'settings.toml');
    await writeFile(path, old);
    const start = async () => {
      const child = fork(join(import.meta.dirname, '../../support/migrating-process.ts'), { execArgv: [] });
      await once(child, 'message');
      child.send(path);
      return child;
    };
    const child = await start();
    // At another point of it each time: a rewrite takes some ms.
    setTimeout(() => child.kill('SIGKILL'), 2 * round);
    await once(child, 'exit');
    const text = await readFile(path, 'utf8');
    const copies = async () =>
      Promise.all(
        (await readdir(join(folder, 'backups')))
          .filter((name) => name.endsWith('.toml'))
          .map((name) => readFile(join(folder, 'backups', name), 'utf8')),
      );
    if (text !== old) {
      expect(text.startsWith(KEPT)).toBe(true);
      expect(await copies()).toEqual([old]);
    }
    const next = await start();
    expect(await once(next, 'message')).toEqual(['done', undefined]);
    next.kill();
    expect(parse(await readFile(path, 'utf8'))).toEqual({ future: 1, format: 2, recording: { keepMiB: 5 } });
    expect(await copies(), 'no second copy').toEqual([old]);
  }
});
