import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
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
    const { spool } = parse(text) as { spool: { keepMiB: number } };
    expect(spool.keepMiB, 'what was said to be written').toBeGreaterThanOrEqual(told);
  }
});
