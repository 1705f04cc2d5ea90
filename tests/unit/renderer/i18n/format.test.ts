import { describe, expect, it } from 'vitest';
import { folderBeside, folderNames, nameTitle } from '#renderer/i18n/format.ts';

describe('the folder beside the name of a session', () => {
  it('is the last part of its path', () => {
    expect(folderBeside({ name: 'Plan the beds', cwd: '/home/ada/garden' })).toBe('garden');
    expect(folderBeside({ name: 'Plan the beds', cwd: 'C:\\work\\garden\\' })).toBe('garden');
    expect(folderBeside({ name: 'Garden shell', cwd: '/home/ada/garden' })).toBe('garden');
  });

  it('is left out where the session is called like it', () => {
    expect(folderBeside({ name: 'shop', cwd: '/home/ada/shop' })).toBeNull();
    expect(folderBeside({ name: 'Shop', cwd: '/home/ada/shop' })).toBeNull();
    expect(folderBeside({ name: 'shop 2', cwd: '/home/ada/shop' })).toBeNull();
    expect(folderBeside({ name: '花园 2', cwd: '/home/ada/花园' })).toBeNull();
    expect(folderBeside({ name: 'sprint 2', cwd: '/home/ada/sprint 2' })).toBeNull();
    expect(folderBeside({ name: 'shop 2', cwd: '/home/ada/shop 1' })).toBe('shop 1');
  });

  it('is told on hovering the name then, with its whole path', () => {
    expect(nameTitle({ name: 'shop 2', cwd: '/home/ada/shop' })).toBe('shop 2\n/home/ada/shop');
    expect(nameTitle({ name: 'Plan the beds', cwd: '/home/ada/garden' })).toBe('Plan the beds');
  });
});

describe('the names of folders beside each other', () => {
  const names = (...paths: string[]) => paths.map((path) => folderNames(paths).get(path));

  it('are the last parts of their paths, whatever else has another name', () => {
    expect(names('/home/ada/garden', 'C:\\work\\shop\\', '/')).toEqual(['garden', 'shop', '/']);
  });

  it('tell those apart that are called alike, with as little of what stands before as does', () => {
    expect(names('/new/api', '/old/api', '/new/shop')).toEqual(['new/api', 'old/api', 'shop']);
    expect(names('/a/new/api', '/b/new/api', '/b/old/api')).toEqual(['a/new/api', 'b/new/api', 'old/api']);
    expect(names('/api', '/new/api')).toEqual(['api', 'new/api']);
  });

  it('end with two spellings of the same one', () => {
    expect(names('/new/api', '/new/api/')).toEqual(['new/api', 'new/api']);
  });
});
