import { describe, expect, it } from 'vitest';
import { openWish } from '#main/hosts/electron/links/open-wish.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

const SESSION = 'ses_01J0000000000000000000000A';
const NOTHING = { hidden: false, link: null, folder: null };

async function opened(wish: Partial<typeof NOTHING> | { link?: string; folder?: string; hidden?: boolean }, refuse?: KimiError) {
  const said: unknown[] = [];
  const procedure = (name: string) => async (input: object) => {
    if (refuse !== undefined) throw refuse;
    said.push([name, input]);
    return {};
  };
  const session = new Proxy({}, { get: (_target, name) => procedure(String(name)) });
  await openWish(
    { ...NOTHING, ...wish },
    {
      client: { session: session as never },
      show: () => said.push('show'),
      explain: ({ code, context }) => said.push([code, context.reason]),
    },
  );
  return said;
}

describe('what a start asks for', () => {
  it('is the window, unless it is to stay hidden', async () => {
    expect(await opened({})).toEqual(['show']);
    expect(await opened({ hidden: true })).toEqual([]);
  });

  it('is a session, or a proposal, in a window that may yet have to open', async () => {
    expect(await opened({ link: `kimi-shell://session/${SESSION}` })).toEqual(['show', ['switch', { session: SESSION, waitMs: 30_000 }]]);
    expect(await opened({ link: 'kimi-shell://new?folder=/w', hidden: true })).toEqual([
      'show',
      ['propose', { cwd: '/w', name: undefined, waitMs: 30_000 }],
    ]);
    expect(await opened({ folder: '/w' })).toEqual(['show', ['propose', { cwd: '/w', waitMs: 30_000 }]]);
  });

  it('is explained when it cannot be done', async () => {
    expect(await opened({ link: 'kimi-shell://run' })).toEqual(['show', ['INVALID_INPUT', 'it asks for something unknown']]);
    const gone = new KimiError('NOT_FOUND', { kind: 'session', ref: SESSION });
    expect(await opened({ link: `kimi-shell://session/${SESSION}` }, gone)).toEqual(['show', ['NOT_FOUND', undefined]]);
  });
});
