import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFiles } from '../../../../src-main/engine/files/index.ts';
import { createUploads } from '../../../../src-main/engine/uploads/index.ts';
import type { Caller, Settings } from '../../../../src-shared/contract/index.ts';
import { SessionId } from '../../../../src-shared/ids.ts';
import { testLogger } from '../../../support/test-logger.ts';

const SESSION = SessionId.parse('ses_01J00000000000000000000000');
const WINDOW: Caller = { kind: 'window', depth: 0, role: 'owner' };

/** A folder with a file and programs in it, and the files of a session that works there. */
async function ground(programs: Readonly<Record<string, string>>, editor: Settings['editor'] = { program: 'auto', command: '' }) {
  const folder = await mkdtemp(join(tmpdir(), 'kimi-shell-edit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'it $(touch ran).txt'), '');
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o700);
  }
  const files = createFiles({
    findSession: async () => ({ id: SESSION, agent: 'shell', cwd: folder }),
    uploads: createUploads(join(folder, 'files'), testLogger()),
    editor: async () => editor,
    launch: { loginEnvironment: async () => ({ PATH: `${folder}:/usr/bin:/bin`, OUT: folder }) },
  });
  return { folder, files };
}

it('a path is written as one word of the session’s shell', async () => {
  const { files } = await ground({});
  const quoted = await files.quote({ session: 's', paths: ['/plain/a.txt', "/it's a $(test)"] });
  expect(quoted).toEqual(process.platform === 'win32' ? ['/plain/a.txt', `"/it's a $(test)"`] : ['/plain/a.txt', `'/it'\\''s a $(test)'`]);
});

describe('opening a file in an editor', () => {
  it('starts the first that is installed with the clean environment, and no shell reads the path', async () => {
    const { folder, files } = await ground({ zed: 'printf "%s|" "$@" "$OUT" > "$OUT/said"; env > "$OUT/env"' });
    const opened = await files.edit({ session: 's', path: 'it $(touch ran).txt', line: 3 }, WINDOW);
    const path = join(folder, 'it $(touch ran).txt');
    expect(opened).toEqual({ path, program: 'zed' });
    expect(await readFile(join(folder, 'said'), 'utf8')).toBe(`${path}:3:1|${folder}|`);
    expect(await readFile(join(folder, 'env'), 'utf8')).not.toMatch(/KIMI_SHELL|VITEST/);
  });

  it('says which editor is missing, and which failed', async () => {
    const { files } = await ground({}, { program: 'vscode', command: '' });
    await expect(files.edit({ session: 's', path: 'it $(touch ran).txt' }, WINDOW)).rejects.toMatchObject({
      code: 'EDITOR_MISSING',
      context: { program: 'code', looked: ['code'] },
    });
    const failing = await ground({ mine: 'exit 3' }, { program: 'custom', command: 'mine {path}' });
    await expect(failing.files.edit({ session: 's', path: 'it $(touch ran).txt' }, WINDOW)).rejects.toMatchObject({
      code: 'EDITOR_FAILED',
      context: { program: 'mine', code: 3 },
    });
  });

  it('is for windows only, and for what is there', async () => {
    const { files } = await ground({ code: 'exit 0' });
    await expect(files.edit({ session: 's', path: 'mine' }, { ...WINDOW, kind: 'cli' })).rejects.toMatchObject({ code: 'DENIED' });
    await expect(files.edit({ session: 's', path: 'absent' }, WINDOW)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
