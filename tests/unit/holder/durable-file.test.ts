import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../../src-main/holder/durable-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('a file that is replaced', () => {
  it('has the new content, is private, and leaves nothing beside it', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'a');
    await writeFile(path, 'old');
    await writeFileAtomic(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['a']);
  });

  it('keeps its old content when it cannot be replaced', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'a');
    // A folder cannot be replaced by a file: the rename fails after the content was written.
    await mkdir(join(path, 'kept'), { recursive: true });
    await expect(writeFileAtomic(path, 'new')).rejects.toThrow();
    expect(await readdir(path)).toEqual(['kept']);
    expect(await readdir(folder)).toEqual(['a']);
  });
});
