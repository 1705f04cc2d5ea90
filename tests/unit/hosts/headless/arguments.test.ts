import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseHostArguments } from '#main/hosts/headless/arguments.ts';

const parse = (argv: string[], env: NodeJS.ProcessEnv = {}) => parseHostArguments(argv, env);

describe("the host's command line", () => {
  test('asks for nothing by default', () => {
    expect(parse([])).toEqual({
      demo: false,
      port: null,
      open: false,
      kind: 'serve',
      takeOver: false,
      flags: {},
      dataFolder: join(homedir(), '.kimi-shell'),
    });
  });

  test('finds the data folder: option, then KIMI_SHELL_HOME, then the home folder', () => {
    expect(parse(['--data', 'here'], { KIMI_SHELL_HOME: '/there' })).toMatchObject({ dataFolder: resolve('here') });
    expect(parse([], { KIMI_SHELL_HOME: '/there' })).toMatchObject({ dataFolder: '/there' });
    expect(parse([], { KIMI_SHELL_HOME: '' })).toMatchObject({ dataFolder: join(homedir(), '.kimi-shell') });
  });

  test("gives the demo a folder of its own, unless one is named, so that it never touches the person's data", () => {
    expect(parse(['--demo'])).toMatchObject({ demo: true, dataFolder: join(homedir(), '.kimi-shell-demo') });
    expect(parse(['--demo'], { KIMI_SHELL_HOME: '/there' })).toMatchObject({ dataFolder: '/there' });
  });

  test.each(['0', '1', '8080', '65535'])('takes port %s', (port) => {
    expect(parse(['--port', port])).toMatchObject({ port: Number(port) });
  });

  test.each(['', 'x', '-1', '65536', '80.5', '0x50', ' 80', '１２３'])('refuses port "%s"', (port) => {
    expect(() => parse([`--port=${port}`])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  test('refuses what it does not know', () => {
    for (const argv of [['--what'], ['word'], ['--data'], ['--demo=yes']]) {
      expect(() => parse(argv), argv.join(' ')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    }
  });

  test('names the option that it does not know, and the port that is none, in words that are translated', () => {
    expect(() => parse(['--what'])).toThrow(expect.objectContaining({ context: { field: '--what', reason: 'there is no such option' } }));
    expect(() => parse(['--port', 'x'])).toThrow(
      expect.objectContaining({ context: { field: '--port', value: 'x', reason: 'a number from 0 to 65535 is expected' } }),
    );
  });

  test.each(['call', 'serve', 'service'])('is told who starts it: %s', (kind) => {
    expect(parse(['--for', kind])).toMatchObject({ kind });
  });

  test.each(['desktop', 'me', ''])('refuses to be started for "%s"', (kind) => {
    expect(() => parse([`--for=${kind}`])).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', context: expect.objectContaining({ field: '--for' }) }),
    );
  });

  test('gives help', () => {
    expect(parse(['--help'])).toBe('help');
    expect(parse(['-h', '--demo'])).toBe('help');
  });
});
