import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#main/hosts/cli/exit-codes.ts';
import type { CliIo } from '#main/hosts/cli/io.ts';
import { run } from '#main/hosts/cli/run.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/errors/codes.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { catalogues } from '#shared/messages/index.ts';
import { letterDistance } from '#shared/nearest-word.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** What a command line says of these words. */
async function said(...words: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = { KIMI_SHELL_HOME: await tempFolder(), LANG: 'en_GB.UTF-8' };
  const io = { stdin: new PassThrough(), stdout, stderr, env, cwd: '/', now: Date.now } as unknown as CliIo;
  const code = await run(words, io, { version: '0', hostEntry: null } as unknown as Parameters<typeof run>[2]);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

describe('a command that there is none of', () => {
  it.each([
    [['confg', 'list'], 'config'],
    [['confg'], 'config'],
    [['config', 'lsit'], 'list'],
    [['session', 'crate', 'x'], 'create'],
  ])('%j is told with the nearest one', async (words, nearest) => {
    const { code, err } = await said(...words);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain(`did you mean ${nearest}?`);
  });

  it('that is near to none is told without one', async () => {
    expect((await said('telephone')).err).toContain('There is no such command. ');
  });
});

it('a slip of two neighbours is one slip', () => {
  expect([letterDistance('lsit', 'list'), letterDistance('list', 'list'), letterDistance('', 'ab'), letterDistance('abc', 'cab')]).toEqual([
    1, 0, 2, 2,
  ]);
});

it('the help of a procedure says where the codes of its errors are', async () => {
  expect((await said('help', '--api', 'settings.set')).out).toMatch(/Errors +KIMI, .*help --troubleshoot/);
});

it.each(['en', 'zh-CN'] as const)('no error ends in two stops when the system said why (%s)', (language) => {
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    const { what, why, todo } = errorText(new KimiError(code, { reason: 'ENOSPC', path: '/x' }), {
      language,
      catalogue: catalogues[language],
    });
    for (const sentence of [what, why, todo]) expect(sentence, code).not.toMatch(/[.。]{2}|[.。][)）]?[.。]$/);
  }
});
