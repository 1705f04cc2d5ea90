import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Settings } from '#shared/contract/settings.ts';
import { issueReason } from '#shared/errors/issue-reason.ts';
import { COLOUR_TOKENS, readOwnTokens } from '#shared/look/own-tokens.ts';

const CSS = readFileSync(resolve(import.meta.dirname, '../../../src-renderer/styles/tokens.css'), 'utf8');

describe('colours of one’s own', () => {
  it('are lines of tokens, for both themes or one, with comments and blank lines between', () => {
    const text = [
      '/* mine */',
      '',
      '--ks-accent: #0a0;',
      '  --ks-dark-canvas:rgb(0 0 0 / 50%)',
      '--ks-ink: hsl(120deg, 50%, 20%);',
      '--ks-row: 32px;',
    ].join('\n');
    expect(readOwnTokens(text)).toEqual({
      problem: null,
      tokens: [
        { theme: null, token: 'accent', value: '#0a0' },
        { theme: 'dark', token: 'canvas', value: 'rgb(0 0 0 / 50%)' },
        { theme: null, token: 'ink', value: 'hsl(120deg, 50%, 20%)' },
        { theme: null, token: 'row', value: '32px' },
      ],
    });
  });

  it.each([
    ['body { color: red }', 'sets no token'],
    ['--accent: #fff;', 'sets no token'],
    ['--ks-accent: #fff; --ks-ink: #000;', 'sets no token'],
    ['@import "x";', 'sets no token'],
    ['--ks-accnt: #fff', 'no such token'],
    ['--ks-accent: url(http://a/b)', 'a colour'],
    ['--ks-accent: var(--x)', 'a colour'],
    ['--ks-accent: #ff', 'a colour'],
    ['--ks-accent: rgb(0 0)', 'a colour'],
    ['--ks-accent: rgb(url(a) 0 0)', 'a colour'],
    ['--ks-accent: image-set("a" 1x)', 'a colour'],
    ['--ks-row: 3px', 'a length'],
    ['--ks-row: calc(1px)', 'a length'],
  ])('refuse %s, and name the line', (line, why) => {
    expect(readOwnTokens(`--ks-ink: #000;\n${line}`).problem).toMatchObject({ line: 2, reason: expect.stringContaining(why), text: line });
    const issue = Settings.safeParse({ customCss: line }).error?.issues[0];
    expect(issueReason(issue ?? { message: '' })).toMatchObject({ line: 1, reason: expect.stringContaining(why), text: line });
  });

  it('name every colour that the window has, but for the terminal’s, which its theme decides', () => {
    const root = /:root \{([^}]*)\}/.exec(CSS)?.[1] ?? '';
    const all = [...root.matchAll(/--([a-z0-9-]+): (?:#|rgb)/g)].map(([, name]) => name);
    expect(COLOUR_TOKENS.toSorted()).toEqual(all.filter((name) => name !== 'terminal').toSorted());
  });
});
