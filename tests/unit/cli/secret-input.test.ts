import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readDotenv } from '#main/hosts/cli/commands/dotenv.ts';
import { BrokenOff, readSecret } from '#main/hosts/cli/commands/read-secret.ts';
import { SECRET_EXTRAS } from '#main/hosts/cli/commands/secret-extras.ts';
import { SESSION_COMMANDS } from '#main/hosts/cli/commands/sessions.ts';
import type { CommandContext } from '#main/hosts/cli/context.ts';
import type { CliIo } from '#main/hosts/cli/io.ts';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('a .env file', () => {
  it('is names and values, with comments and quotes', () => {
    const text = `# comment
A=one
export B = two  # not three
C="a \\"b\\"\\nc"
D='as $it \\n stands'
E="first
second"
F=
`;
    expect([...readDotenv(text, '.env')]).toEqual([
      ['A', 'one'],
      ['B', 'two'],
      ['C', 'a "b"\nc'],
      ['D', 'as $it \\n stands'],
      ['E', 'first\nsecond'],
      ['F', ''],
    ]);
  });

  it.each([
    ['A=1\nno line of one', 'the line is not NAME=value'],
    ['A=1\nB="open', 'its quote is not closed'],
  ])('that is none is refused by the number of the line, which is not shown: %j', (text, reason) => {
    expect(() => readDotenv(text, '.env')).toThrow(expect.objectContaining({ context: { field: '.env', line: 2, reason } }));
  });
});

describe('a value', () => {
  function terminal(isTTY: boolean) {
    const stdin = Object.assign(new PassThrough(), { isTTY, modes: [] as boolean[], setRawMode: (raw: boolean) => stdin.modes.push(raw) });
    const stderr = new PassThrough();
    return { stdin, stderr, io: { stdin, stderr, stdout: new PassThrough() } as unknown as CliIo };
  }

  it('is typed without being shown, and the terminal is as it was', async () => {
    const { stdin, stderr, io } = terminal(true);
    const value = readSecret(io, 'Value: ');
    stdin.write('secrex');
    stdin.write('\u007ft\r');
    expect(await value).toBe('secret');
    expect(stdin.modes).toEqual([true, false]);
    expect(String(stderr.read())).toBe('Value: \n');
  });

  it('may come in pieces that part a letter', async () => {
    const { stdin, io } = terminal(true);
    const value = readSecret(io, '');
    stdin.write(Buffer.from([0x61, 0xc3]));
    stdin.write(Buffer.from([0xa9, 0x0d]));
    expect(await value).toBe('aé');
  });

  it('that is broken off with Ctrl-C is none, and no error is told of it', async () => {
    const { stdin, io } = terminal(true);
    const value = readSecret(io, 'Value: ');
    stdin.write('secr\u0003');
    await expect(value).rejects.toBeInstanceOf(BrokenOff);
    expect(stdin.modes).toEqual([true, false]);
  });

  it('of several lines that is pasted at the prompt is refused, not cut; one line with its end is taken', async () => {
    const { stdin, io } = terminal(true);
    const value = readSecret(io, 'Value: ');
    stdin.write('-----BEGIN\rabc\r');
    await expect(value).rejects.toMatchObject({ code: 'INVALID_INPUT', context: { reason: 'several lines at a prompt' } });
    expect(stdin.modes).toEqual([true, false]);
    const next = readSecret(io, 'Value: ');
    stdin.write('one line\r\n');
    expect(await next).toBe('one line');
  });

  it.each([
    ['one\n', 'one'],
    ['two lines\nof one\r\n', 'two lines\nof one'],
    [' blanks ', ' blanks '],
  ])('comes from a pipe without the last line end: %j', async (text, value) => {
    const { stdin, io } = terminal(false);
    stdin.end(text);
    expect(await readSecret(io, '')).toBe(value);
  });
});

const BYTES = Buffer.from([0xff, 0xfe, 0x80, 0x62, 0x69, 0x6e]);
const NOT_TEXT = 'it is not UTF-8';

it('what is no text is refused before anything is kept: from stdin, at the prompt, in a file', async () => {
  const kept: unknown[] = [];
  const engine = async () => ({ call: async (...given: unknown[]) => kept.push(given) });
  const folder = await tempFolder();
  await writeFile(join(folder, '.env'), Buffer.concat([Buffer.from('KEY='), BYTES]));
  const run = async (command: string, isTTY: boolean, ...args: readonly (string | readonly string[])[]) => {
    const stdin = Object.assign(new PassThrough(), { isTTY, setRawMode: () => undefined });
    if (isTTY) stdin.write(BYTES);
    else stdin.end(BYTES);
    const io = { stdin, stderr: new PassThrough(), env: {}, cwd: folder };
    const context = { io, texts: textsIn('en'), json: false, engine } as unknown as CommandContext;
    await SECRET_EXTRAS.find((one) => one.command === command)?.run(args as never, { yes: true }, context);
  };
  const refused = (field: string) => ({ code: 'INVALID_INPUT', context: { field, reason: NOT_TEXT } });
  await expect(run('secret set', false, 'bin')).rejects.toMatchObject(refused('stdin'));
  await expect(run('secret rotate', true, 'bin')).rejects.toMatchObject(refused('stdin'));
  await expect(run('secret import', false, ['-'])).rejects.toMatchObject(refused('stdin'));
  await expect(run('secret import', false, ['.env'])).rejects.toMatchObject(refused('<what>'));
  expect(kept).toEqual([]);
  const { why } = errorText({ code: 'INVALID_INPUT', context: { field: 'stdin', reason: NOT_TEXT } }, textsIn('en'));
  expect(why).toContain('base64');
});

it('a restart that waits for a secret says so, and how to unlock', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const stderr = new PassThrough();
  const restarted = Promise.withResolvers<object>();
  const call = async ([group]: readonly string[]) =>
    group === 'session' ? restarted.promise : { state: 'locked', reason: 'passphrase', waiting: 1 };
  const texts = textsIn('en');
  const style = { paint: (_look: string, text: string) => text };
  const context = { io: { stderr }, texts, style, engine: async () => ({ call }) } as unknown as CommandContext;
  const spec = { procedure: ['session', 'restart'] } as never;
  const done = SESSION_COMMANDS['session restart']?.run?.({ spec, input: { session: 'work' }, extra: {} }, context);
  await vi.advanceTimersByTimeAsync(1000);
  const said = String(stderr.read());
  expect(said).toContain('secret unlock');
  expect(said).toContain(texts.t('cli.secret.waits'));
  restarted.resolve({ id: 'ses_1', name: 'work' });
  expect(await done).toMatchObject({ kind: 'result', value: { id: 'ses_1' } });
});

it.each([
  ['A=1\n_B=2', '_B', 'letters, digits, ".", "_" and "-" are expected'],
  [`A=1\nB=${'x'.repeat(16_385)}`, 'B', 'it is too long'],
])('an import keeps nothing when one of it cannot be kept', async (text, value, reason) => {
  const stdin = new PassThrough();
  stdin.end(text);
  const kept: unknown[] = [];
  const engine = async () => ({ call: async (...given: unknown[]) => kept.push(given) });
  const context = { io: { stdin, env: {}, cwd: '/' }, texts: textsIn('en'), json: false, engine } as unknown as CommandContext;
  const run = SECRET_EXTRAS.find(({ command }) => command === 'secret import')?.run;
  await expect(run?.([['-']], { yes: true }, context)).rejects.toMatchObject({ code: 'INVALID_INPUT', context: { value, reason } });
  expect(kept).toEqual([]);
});
