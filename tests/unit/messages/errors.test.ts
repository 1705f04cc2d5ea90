import { describe, expect, it } from 'vitest';
import { readSettings } from '#main/engine/settings/settings-file.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/errors/codes.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { fillText, placeholdersOf, reasonKey, wordsOf } from '#shared/messages/fill.ts';
import { catalogues, LANGUAGES } from '#shared/messages/index.ts';
import { speak } from '#shared/messages/said.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { timeText } from '#shared/messages/time.ts';
import { sourceText } from './sources.ts';

const ENGLISH = textsIn('en');
const CODES = Object.keys(ERROR_CODES) as ErrorCode[];

describe('an error', () => {
  it.each(CODES)('%s says what happened and what to do, in both languages, also when nothing else is known', (code) => {
    for (const language of LANGUAGES) {
      const text = errorText({ code, context: {} }, textsIn(language));
      expect(text.what).not.toBe('');
      expect(text.todo).not.toBe('');
      for (const part of Object.values(text)) expect(part).not.toMatch(/[{}]|\[\[|\]\]|\|\|/);
      // A place that nothing fills would be a hole in the sentence; troubleshooting shows these two without a case.
      for (const part of ['what', 'todo']) {
        const always = (catalogues[language][`error.${code}.${part}`] ?? '').replaceAll(/\[\[.*?\]\]/gs, '');
        expect([...placeholdersOf(always)], `${language} ${part}`).toEqual([]);
      }
    }
  });

  it('is filled from its context', () => {
    const text = errorText({ code: 'FOLDER_MISSING', context: { path: '/nowhere', reason: 'no such folder' } }, textsIn('en'));
    expect(text).toEqual({
      what: 'There is no folder /nowhere.',
      why: 'Nothing is there by that name.',
      todo: 'Create the folder or choose another one.',
    });
  });

  it('says its reason in the reader’s language where the reason is one of the known ones', () => {
    const context = { what: 'session', name: '修复', reason: 'survivors', pids: [4, 5] };
    expect(errorText({ code: 'CONFLICT', context }, textsIn('zh-CN')).why).toBe('它的部分进程无法结束：4、5。');
    expect(errorText({ code: 'CONFLICT', context }, textsIn('en')).why).toBe('Some of its processes could not be ended: 4, 5.');
  });

  it('calls a state what the session list calls it', () => {
    const error = { code: 'SESSION_ENDED', context: { name: 'x', state: 'exited' } } as const;
    expect(errorText(error, textsIn('zh-CN')).why).toBe('它的状态是“已退出”。');
    expect(errorText(error, textsIn('en')).why).toBe('Its state is “Ended”.');
  });

  it('tells since when an engine is stuck as the reader’s language writes a time', () => {
    const at = Date.UTC(2026, 0, 2, 12, 30);
    const context = { pid: 7, kind: 'serve', since: at };
    for (const language of LANGUAGES) {
      const written = timeText(at, language);
      expect(errorText({ code: 'ENGINE_STUCK', context }, textsIn(language)).why).toContain(written);
    }
  });

  it('says in the reader’s language what was found wrong with a program', () => {
    const context = { looked: ['/a/kimi', '/b/kimi'], reason: speak('agent.no-version', { path: '/a/kimi' }).said };
    expect(errorText({ code: 'KIMI_MISSING', context }, textsIn('zh-CN')).why).toBe('/a/kimi：没有给出版本号');
    expect(errorText({ code: 'KIMI_MISSING', context: { looked: context.looked } }, textsIn('zh-CN')).why).toBe(
      '找过的位置：/a/kimi、/b/kimi。',
    );
    expect(errorText({ code: 'KIMI_MISSING', context: { looked: [] } }, textsIn('zh-CN')).why).toBe('');
  });

  it('keeps a reason that nobody foresaw as it is', () => {
    expect(errorText({ code: 'SPAWN_FAILED', context: { reason: 'Exec format error' } }, textsIn('zh-CN')).why).toBe('Exec format error');
  });

  it.each(['it is no JSON', 'it is not what was encrypted', 'there is a store of secrets already', 'several lines at a prompt'])(
    'says what is wrong with secrets in the reader’s language: %s',
    (reason) => {
      const [english, chinese] = ['en', 'zh-CN'].map(
        (one) => errorText({ code: 'SECRETS_DAMAGED', context: { reason } }, textsIn(one as 'en')).why,
      );
      expect(english).not.toBe(reason);
      expect(chinese).toMatch(/\p{Script=Han}/u);
      expect(chinese).not.toContain(reason);
    },
  );

  it.each([
    'a = [1',
    'a = "x',
    'a',
    'a = 1 b = 2',
    '[x',
    '[[x]',
    'a = dark',
    'a = 01',
    'a = "\\q"',
    'a = "\\u00zz"',
    'a = 1\na = 2',
    '[a]\n[a]',
    '= 1',
    'é = 1',
    'a = {b = 1',
    'a = 1_',
    'a = 1__0',
    'a = 1x',
    'a = 2026-13-01',
    'a = 99999999999999999999',
    'a = "\u0001"',
    '# \u0001',
  ])('says in the reader’s language what is wrong with a text that is no TOML: %j', (text) => {
    const { broken } = readSettings(text);
    const said = (language: 'en' | 'zh-CN') => wordsOf('', broken?.said, textsIn(language));
    expect(broken?.said.code).toBe('setting.not-toml');
    expect(said('zh-CN')).toMatch(/^第 \d+ 行：.*\p{Script=Han}/u);
    expect(said('zh-CN'), 'a quotation is for what nobody foresaw').not.toContain('系统的原话');
    expect(said('en')).not.toContain('the system says');
  });

  it('quotes what the keychain said, and leaves it out where it said nothing', () => {
    const why = (context: object) =>
      errorText({ code: 'SECRETS_LOCKED', context: { reason: 'keychain', ...context } }, textsIn('zh-CN')).why;
    expect(why({ why: 'Platform failure' })).toBe('保存机密的钥匙串没有响应。（系统的原话：“Platform failure”）');
    expect(why({ why: 'no answer in time' })).toBe('保存机密的钥匙串没有响应。（它没有及时响应）');
    expect(why({})).toBe('保存机密的钥匙串没有响应。');
  });

  it('has no text for a code that does not exist', () => {
    const texts = Object.keys(catalogues.en).filter(
      (key) => key.startsWith('error.') && !/^error\.(?:(?:reason|field)\.|quoted$)/.test(key),
    );
    expect(texts.filter((key) => !CODES.some((code) => key.startsWith(`error.${code}.`)))).toEqual([]);
  });

  it('has no text for a reason that nobody gives', () => {
    // The parser of TOML says in its own words what is wrong.
    const source = sourceText('src-shared', 'src-main', 'src-renderer', 'node_modules/smol-toml/dist');
    const given = new Set([...source.matchAll(/(?<=[\s(:?,])(['`])([^'`\n]{1,120})\1/g)].map(([, , text = '']) => reasonKey(text)));
    // Codes of the system are given as they come.
    const system = ['enoent', 'eacces', 'eperm', 'erofs', 'enospc', 'enotdir', 'eisdir'].map(reasonKey);
    const reasons = Object.keys(catalogues.en).filter((key) => key.startsWith('error.reason.'));
    expect(
      reasons.filter((key) => !given.has(key) && !system.includes(key)),
      'a thrower’s words changed, or the text is not needed',
    ).toEqual([]);
  });
});

describe('filling a text', () => {
  it('takes the first choice whose values are all known', () => {
    const text = 'It stopped[[ in {{folder}} of {{host}}|| in {{folder}}]].';
    expect(fillText(text, { folder: 'a', host: 'b' }, ENGLISH)).toBe('It stopped in a of b.');
    expect(fillText(text, { folder: 'a' }, ENGLISH)).toBe('It stopped in a.');
    expect(fillText(text, { host: 'b', folder: null }, ENGLISH)).toBe('It stopped.');
  });

  it('does not fill a second time what a value brings', () => {
    expect(fillText('Named {{name}}.', { name: '{{secret}}', secret: 'x' }, ENGLISH)).toBe('Named {{secret}}.');
    expect([...placeholdersOf('{{a}} [[{{b}}]]')]).toEqual(['a', 'b']);
  });

  it('counts 0 and false as known', () => {
    expect(fillText('[[{{n}} left||none]]', { n: 0 }, ENGLISH)).toBe('0 left');
    expect(fillText('[[{{n}}||none]]', { n: false }, ENGLISH)).toBe('false');
  });
});
