import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDesktopArguments } from '#main/hosts/electron/arguments.ts';

const read = (...args: string[]) => parseDesktopArguments(args, {}, '/where');

describe('the app’s arguments', () => {
  it('are few, and each has a usual value', () => {
    expect(read()).toEqual({ demo: false, hidden: false, link: null, folder: null, dataFolder: join(homedir(), '.kimi-shell') });
    expect(read('--demo', '--hidden')).toMatchObject({ demo: true, hidden: true, dataFolder: join(homedir(), '.kimi-shell-demo') });
    expect(read('--data', 'there').dataFolder).toBe('/where/there');
    expect(parseDesktopArguments(['--demo'], { KIMI_SHELL_HOME: '/data' }, '/where').dataFolder).toBe('/data');
  });

  it('name one link or one folder', () => {
    expect(read('--', 'kimi-shell://new')).toMatchObject({ link: 'kimi-shell://new', folder: null });
    expect(read('KIMI-SHELL://new').link).toBe('KIMI-SHELL://new');
    expect(read('project').folder).toBe('/where/project');
    expect(read('--', '--data').folder).toBe('/where/--data');
    for (const words of [['a', 'b'], ['https://example.org'], ['file:///etc/passwd']])
      expect(() => read(...words)).toThrow('INVALID_INPUT');
  });

  it.each([
    '--no-sandbox',
    '--remote-debugging-port=9222',
    '--inspect',
    '--inspect-brk=0',
    '--js-flags=--expose-gc',
    '--load-extension=/x',
    '--gpu-launcher=/bin/sh',
    '--renderer-cmd-prefix=/bin/sh',
    '--disable-web-security',
    '--user-data-dir=/x',
    '--ozone-platform=headless',
    '--force-device-scale-factor=1;x',
    '-r',
  ])('refuse what would undo what protects the person: %s', (word) => {
    expect(() => read(word)).toThrow('INVALID_INPUT');
    // A value cannot hide it either.
    expect(() => read('--hidden', word, '--demo')).toThrow('INVALID_INPUT');
  });

  it('let through how things are drawn, and what macOS adds', () => {
    expect(read('--ozone-platform=wayland', '--disable-gpu', '--force-device-scale-factor=1.5', '-psn_0_123', '--hidden').hidden).toBe(
      true,
    );
  });
});
