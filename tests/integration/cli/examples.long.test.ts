import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLES } from '#main/hosts/cli/help/examples.ts';
import { newPerson } from './support.ts';

let one: Awaited<ReturnType<typeof newPerson>>;
let folder: string;

// Somebody who tries them one after the other, with one engine, which some of them end.
beforeAll(async () => {
  one = await newPerson();
  folder = join(one.dataFolder, 'work');
  await mkdir(join(folder, 'bin'), { recursive: true });
  const program = join(folder, 'bin', 'kimi-shell');
  await writeFile(program, `#!/bin/sh\nexec '${one.node}' '${one.cli}' "$@"\n`);
  await chmod(program, 0o755);
});
afterAll(() => one.leave());

/** The script as sh reads it: it ends with the first command that fails, and with a variable that is not set. */
function script(text: string): Promise<{ readonly code: number; readonly said: string }> {
  const env = { ...one.env, PATH: `${join(folder, 'bin')}${delimiter}${one.env.PATH}` };
  return new Promise((done) => {
    const child = execFile('sh', ['-eu', '-c', text], { cwd: folder, env }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? -1), said: `${stdout}${stderr}` });
    });
    child.stdin?.end();
  });
}

describe.skipIf(process.platform === 'win32')('the examples', () => {
  it.each(EXAMPLES.map((example) => [example.name, example.script] as const))(
    '%s runs to its end',
    { timeout: 180_000 },
    async (_, text) => {
      const { code, said } = await script(text);
      expect(code, said).toBe(0);
      expect(said).not.toBe('');
    },
  );

  it('would be found out if a command of theirs failed', async () => {
    expect((await script('kimi-shell session show nobody\necho later')).code).toBe(3);
  });

  it('leave nothing behind', async () => {
    expect(await one.json(['session', 'list', '--all'])).toEqual([]);
    expect((await one.run(['config', 'export'])).stdout.trim()).toBe('');
  });
});
