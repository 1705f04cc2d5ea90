import { describe, expect, it } from 'vitest';
import { linkTarget } from '#renderer/terminal/links/target.ts';

const warning = (uri: string, shown: string) => {
  const link = linkTarget(uri, shown);
  return link.kind === 'web' ? link.warning : link.kind;
};

describe('a link', () => {
  it('shows where it goes, look-alike letters included', () => {
    expect(linkTarget('https://example.com/a b', 'x')).toMatchObject({
      target: 'https://example.com/a%20b',
      host: { name: 'example.com', at: 8 },
    });
    expect(linkTarget('https://b.example:pw@b.example/', 'x')).toMatchObject({ host: { name: 'b.example', at: 21 } });
    expect(linkTarget('https://аpple.com/', 'x')).toMatchObject({ target: 'https://xn--pple-43d.com/', warning: 'look-alike' });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'ssh://host', 'vscode://file/x', 'not a link', ''])(
    'is not followed: %s',
    (uri) => {
      expect(linkTarget(uri, 'x').kind).toBe('refused');
    },
  );

  it('to a file is opened as one', () => {
    expect(linkTarget('file:///etc/hosts', 'hosts')).toEqual({ kind: 'file', uri: 'file:///etc/hosts' });
  });

  it.each([
    ['https://evil.example/', 'https://github.com/a', 'disguised'],
    ['https://evil.example/', 'github.com', 'disguised'],
    ['https://evil.example/', 'www.bank.example', 'disguised'],
    ['https://github.com.evil.example/', 'github.com/login', 'disguised'],
    ['https://xn--pple-43d.com/', 'https://apple.com', 'disguised'],
    ['https://github.com@evil.example/', 'here', 'account'],
    ['https://github.com@evil.example/', 'https://github.com@evil.example/', 'account'],
    ['https://github.com/a/b', 'https://github.com/a', null],
    ['https://www.github.com/', 'github.com', null],
    ['https://github.com/', 'GitHub', null],
    // A file's name is no place.
    ['https://github.com/a/index.ts', 'index.ts', null],
    ['https://xn--fsq.com/', 'https://例.com/', 'look-alike'],
    ['mailto:me@example.com', 'me@example.com', null],
  ])('to %s that is shown as %j is marked: %s', (uri, shown, expected) => {
    expect(warning(uri, shown)).toBe(expected);
  });
});
