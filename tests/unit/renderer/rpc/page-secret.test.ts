import { describe, expect, it } from 'vitest';
import { codeOf, obtainSecret, type SecretPlaces } from '#renderer/rpc/page-secret.ts';

function page(hash: string, answer: () => Response, kept: Record<string, string> = {}) {
  const stored = new Map(Object.entries(kept));
  const replaced: string[] = [];
  const asked: unknown[] = [];
  const places: SecretPlaces = {
    location: { hash, pathname: '/', search: '' },
    history: { replaceState: (_state: unknown, _title: string, url?: string | URL | null) => void replaced.push(String(url)) },
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    },
    fetch: async (_url, init) => {
      asked.push(JSON.parse(String(init?.body)));
      return answer();
    },
  };
  return { places, stored, replaced, asked };
}

const KEPT = { 'kimi-shell.secret': 'old' };
const refuse =
  (code: string, status = 401) =>
  () =>
    Response.json({ code }, { status });

describe('the secret of a page', () => {
  it('is traded for the code of the link, which then leaves the address bar', async () => {
    const { places, stored, replaced, asked } = page('#code=abc', () => Response.json({ secret: 's' }));
    expect(await obtainSecret(places)).toEqual({ ok: true, secret: 's' });
    expect(asked).toEqual([{ code: 'abc' }]);
    expect(stored.get('kimi-shell.secret')).toBe('s');
    expect(replaced).toEqual(['/']);
  });

  it('is the one this tab was given before when there is no code', async () => {
    const { places, asked } = page('', refuse('x'), KEPT);
    expect(await obtainSecret(places)).toEqual({ ok: true, secret: 'old' });
    expect(asked).toEqual([]);
  });

  it('is missing when the page was opened without a link', async () => {
    expect(await obtainSecret(page('', refuse('x')).places)).toEqual({ ok: false, reason: 'no-link' });
  });

  it.each([
    ['LINK_CODE_USED', 'link-used'],
    ['LINK_CODE_WRONG', 'link-wrong'],
  ])('is refused for %s with the reason', async (code, reason) => {
    const { places, replaced } = page('#code=abc', refuse(code));
    expect(await obtainSecret(places)).toEqual({ ok: false, reason });
    expect(replaced).toEqual(['/']);
  });

  it('falls back to the kept one when a reloaded link is spent', async () => {
    expect(await obtainSecret(page('#code=abc', refuse('LINK_CODE_USED'), KEPT).places)).toEqual({ ok: true, secret: 'old' });
  });

  it('keeps the code for the next try while the engine cannot be asked', async () => {
    const broken = page('#code=abc', () => {
      throw new TypeError('Failed to fetch');
    });
    expect(await obtainSecret(broken.places)).toEqual({ ok: false, reason: 'unreachable' });
    const ill = page('#code=abc', refuse('INTERNAL', 500));
    expect(await obtainSecret(ill.places)).toEqual({ ok: false, reason: 'unreachable' });
    expect([...broken.replaced, ...ill.replaced]).toEqual([]);
  });

  it('reads the code out of the fragment only', () => {
    expect(codeOf('#code=a%2Bb')).toBe('a+b');
    expect(codeOf('#other=1')).toBeNull();
    expect(codeOf('#code=')).toBeNull();
  });
});
