import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf } from '#main/engine/sessions/folder.ts';

test.each([undefined, '~', '~/', '~//'])('%s is the home folder, and one folder however it is said', (said) => {
  expect(folderOf(said)).toBe(homedir());
});

test('a folder in it, or elsewhere, is the same with a stroke at its end', () => {
  expect(folderOf('~/app/')).toBe(join(homedir(), 'app'));
  const elsewhere = join(homedir(), 'elsewhere');
  expect(folderOf(`${elsewhere}${sep}`)).toBe(elsewhere);
  expect(folderOf(join(elsewhere, '..', 'elsewhere'))).toBe(elsewhere);
});

test('what is no place by itself is refused', () => {
  expect(() => folderOf('work')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(() => folderOf('~other/work')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});
