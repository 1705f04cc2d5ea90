import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLink } from '#main/hosts/electron/links/link.ts';

const SESSION = 'ses_01J0000000000000000000000A';
const propose = (query: string, platform: NodeJS.Platform = 'linux') => parseLink(`kimi-shell://new?${query}`, platform);

describe('a link', () => {
  it('shows the app, selects a session, or proposes one', () => {
    expect(parseLink('kimi-shell://')).toEqual({ kind: 'show' });
    expect(parseLink(`kimi-shell://session/${SESSION}`)).toEqual({ kind: 'session', session: SESSION });
    expect(parseLink(`KIMI-SHELL://session/${SESSION}/`)).toEqual({ kind: 'session', session: SESSION });
    expect(parseLink('kimi-shell://new')).toEqual({ kind: 'propose' });
    expect(propose('folder=/home/me/a%20b&name=fix%20it')).toEqual({ kind: 'propose', cwd: '/home/me/a b', name: 'fix it' });
    expect(propose('folder=C:%5Cwork', 'win32')).toEqual({ kind: 'propose', cwd: 'C:\\work' });
  });

  it.each([
    ['no address', 'kimi-shell'],
    ['of another scheme', 'https://session/x'],
    ['with a user', `kimi-shell://me@session/${SESSION}`],
    ['with a fragment', `kimi-shell://session/${SESSION}#x`],
    ['to something unknown', 'kimi-shell://run?command=rm'],
    ['to no session', 'kimi-shell://session/..%2f..'],
    ['that says more', `kimi-shell://session/${SESSION}?prompt=hello`],
    ['with a message', 'kimi-shell://new?folder=/x&prompt=delete%20everything'],
    ['with arguments', 'kimi-shell://new?args=--yolo'],
    ['with a folder twice', 'kimi-shell://new?folder=/a&folder=/b'],
    ['with a relative folder', 'kimi-shell://new?folder=../x'],
    ['with a line break in its folder', 'kimi-shell://new?folder=/a%0Ab'],
    ['with a name that turns its direction', 'kimi-shell://new?name=a%E2%80%AEb'],
    ['that is endless', `kimi-shell://new?folder=/${'a'.repeat(10_000)}`],
  ])('%s is refused', (_what, text) => {
    expect(parseLink(text, 'linux').kind).toBe('refused');
  });

  it('does not make Windows ask another machine, which would tell it the person’s password hash', () => {
    for (const folder of ['\\\\evil\\share', '//evil/share', '\\\\?\\UNC\\evil\\share', '\\\\.\\pipe\\x', '/x']) {
      expect(propose(`folder=${encodeURIComponent(folder)}`, 'win32').kind).toBe('refused');
    }
    expect(propose('folder=//server/share').kind).toBe('refused');
  });

  it('is never more than these, whatever it says', () => {
    const piece = fc.constantFrom(
      'session',
      'new',
      SESSION,
      '?',
      '&',
      '=',
      '/',
      'folder',
      'name',
      'prompt',
      '%00',
      '%0a',
      '..',
      '@',
      ':',
      '#',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const link = parseLink(`kimi-shell://${pieces.join('')}`, 'linux');
        const allowed = { show: ['kind'], session: ['kind', 'session'], propose: ['kind', 'cwd', 'name'], refused: ['kind', 'reason'] };
        expect(allowed[link.kind]).toEqual(expect.arrayContaining(Object.keys(link)));
      }),
    );
  });
});
