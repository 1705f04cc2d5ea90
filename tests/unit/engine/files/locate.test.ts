import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { locate, type PathGround, pathCandidates, shellFolder } from '../../../../src-main/engine/files/locate.ts';

const POSIX: PathGround = { folders: ['/w/app', '/w'], home: '/home/me', host: 'desk.local', platform: 'linux' };
const WINDOWS: PathGround = { folders: ['C:\\work'], home: 'C:\\Users\\me', host: 'desk', platform: 'win32' };

describe('a path that a program printed', () => {
  it.each([
    ['src/a.ts', ['/w/app/src/a.ts', '/w/src/a.ts']],
    ['./a.ts', ['/w/app/a.ts', '/w/a.ts']],
    ['../x', ['/w/x', '/x']],
    ['/etc/../etc/hosts', ['/etc/hosts']],
    ['~/notes', ['/home/me/notes']],
    ['b/src/a.ts', ['/w/app/b/src/a.ts', '/w/b/src/a.ts', '/w/app/src/a.ts', '/w/src/a.ts']],
    ['file:///tmp/a%20b', ['/tmp/a b']],
    ['file://desk/tmp/a', ['/tmp/a']],
    ['file://elsewhere/tmp/a', []],
    ['file:///tmp/%00', []],
    ['a\nb', []],
  ])('%j may be %j', (printed, expected) => {
    expect(pathCandidates(printed, POSIX)).toEqual(expected);
  });

  it.each([
    ['src\\a.ts', ['C:\\work\\src\\a.ts']],
    ['D:\\x\\a.ts', ['D:\\x\\a.ts']],
    ['file:///C:/x/a.ts', ['C:\\x\\a.ts']],
    // A server would be asked, and shown who the person is.
    ['\\\\evil\\share\\a', []],
    ['//evil/share/a', []],
    ['\\\\?\\UNC\\evil\\share', []],
    ['file:////evil/share/a', []],
    ['file://evil/share/a', []],
  ])('on Windows %j may be %j', (printed, expected) => {
    expect(pathCandidates(printed, WINDOWS)).toEqual(expected);
  });

  it('leads to a file or a folder, in the first folder that has it, or nowhere', async () => {
    const root = await mkdtemp(join(tmpdir(), 'kimi-shell-locate-'));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    await mkdir(join(root, 'near/src'), { recursive: true });
    await writeFile(join(root, 'near/src/a.ts'), '');
    await writeFile(join(root, 'b.ts'), '');
    await symlink('/dev/null', join(root, 'device'));
    const ground = { ...POSIX, folders: [join(root, 'near'), root] };
    expect(await locate('src/a.ts', ground)).toEqual({ path: join(root, 'near/src/a.ts'), folder: false });
    expect(await locate('b.ts', ground)).toEqual({ path: join(root, 'b.ts'), folder: false });
    expect(await locate('near', ground)).toEqual({ path: join(root, 'near'), folder: true });
    expect(await locate('b.ts/deeper', ground)).toBeNull();
    expect(await locate('x'.repeat(1000), ground)).toBeNull();
    expect(await locate('device', ground)).toBeNull();
  });
});

describe('the folder that a shell says', () => {
  it.each([
    ['file://desk.local/w/my%20app', '/w/my app'],
    ['file:///w', '/w'],
    ['file://server/w', null],
    ['/w', null],
    ['https://desk/w', null],
  ])('%j is %j', (said, folder) => {
    expect(shellFolder(said, POSIX)).toBe(folder);
  });
});
