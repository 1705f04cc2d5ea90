import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { safeFileName } from '../../../../src-main/engine/uploads/file-name.ts';
import { createUploads } from '../../../../src-main/engine/uploads/index.ts';
import { FILE_BYTES } from '../../../../src-shared/contract/index.ts';
import { SessionId } from '../../../../src-shared/ids.ts';
import { testLogger } from '../../../support/test-logger.ts';

const SESSION = SessionId.parse('ses_01J00000000000000000000000');
const OTHER = SessionId.parse('ses_01J00000000000000000000001');

async function ground() {
  const root = join(await mkdtemp(join(tmpdir(), 'kimi-shell-uploads-')), 'files');
  onTestFinished(() => rm(dirname(root), { recursive: true, force: true }));
  const uploads = createUploads(root, testLogger());
  onTestFinished(() => uploads.close());
  const left = () => readdir(root, { recursive: true }).catch(() => []);
  return { root, uploads, left };
}

describe('a file that is handed to a session', () => {
  it('is put together from its parts, for this user only, under a name that cannot be guessed', async () => {
    const { root, uploads } = await ground();
    const first = await uploads.put(SESSION, { name: '../../a b.png', bytes: 5, at: 0, data: Buffer.from('abc') });
    expect(first.path).toBeNull();
    const { path } = await uploads.put(SESSION, { upload: first.upload, name: 'x', bytes: 5, at: 3, data: Buffer.from('de') });
    expect(path).toMatch(new RegExp(`^${root}/${SESSION}/[0-9a-f]{24}/a b\\.png$`));
    expect(await readFile(path ?? '', 'utf8')).toBe('abcde');
    expect((await stat(path ?? '')).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path ?? ''))).mode & 0o777).toBe(0o700);
  });

  it('may be empty', async () => {
    const { uploads } = await ground();
    const { path } = await uploads.put(SESSION, { name: 'empty', bytes: 0, at: 0, data: Buffer.alloc(0) });
    expect(await readFile(path ?? '', 'utf8')).toBe('');
  });

  it('is refused when it is too large, and leaves nothing', async () => {
    const { uploads, left } = await ground();
    await expect(uploads.put(SESSION, { name: 'x', bytes: FILE_BYTES + 1, at: 0, data: Buffer.from('a') })).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
    expect(await left()).toEqual([]);
  });

  it.each([
    ['a part is missing', SESSION, { bytes: 9, at: 4, data: Buffer.from('x') }],
    ['there is more than was said', SESSION, { bytes: 9, at: 3, data: Buffer.alloc(7) }],
    ['nothing comes', SESSION, { bytes: 9, at: 3, data: Buffer.alloc(0) }],
  ])('is given up when %s', async (_what, session, part) => {
    const { uploads, left } = await ground();
    const { upload } = await uploads.put(SESSION, { name: 'x', bytes: 9, at: 0, data: Buffer.from('abc') });
    await expect(uploads.put(session, { upload, name: 'x', ...part })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await left()).toEqual([SESSION]);
  });

  it('takes no part by way of another session', async () => {
    const { uploads } = await ground();
    const { upload } = await uploads.put(SESSION, { name: 'x', bytes: 4, at: 0, data: Buffer.from('abc') });
    await expect(uploads.put(OTHER, { upload, name: 'x', bytes: 4, at: 3, data: Buffer.from('d') })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await uploads.put(SESSION, { upload, name: 'x', bytes: 4, at: 3, data: Buffer.from('d') })).path).not.toBeNull();
  });

  it('goes with its session, and when its session is not known any more', async () => {
    const { uploads, left } = await ground();
    for (const session of [SESSION, OTHER]) await uploads.put(session, { name: 'x', bytes: 1, at: 0, data: Buffer.from('a') });
    await uploads.put(SESSION, { name: 'half', bytes: 2, at: 0, data: Buffer.from('a') });
    await uploads.remove(SESSION);
    expect((await left()).filter((name) => name.startsWith(SESSION))).toEqual([]);
    await uploads.keepOnly([]);
    expect(await left()).toEqual([]);
  });
});

describe('the name of a file that somebody else named', () => {
  it.each([
    ['shot 1.png', 'shot 1.png'],
    ['截图.png', '截图.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\x\\a.txt', 'a.txt'],
    ['.bashrc', 'bashrc'],
    ['-rf', 'rf'],
    ['a\'b"c`d$(e).png', 'a_b_c_d_(e).png'],
    ['a\u001b[31m\nb\u202e.png', 'a_[31m_b_.png'],
    ['CON.txt', '_CON.txt'],
    ['', 'file'],
    ['...', 'file'],
    [`${'x'.repeat(300)}.png`, `${'x'.repeat(60)}.png`],
  ])('%j is %j', (given, name) => {
    expect(safeFileName(given)).toBe(name);
  });
});
