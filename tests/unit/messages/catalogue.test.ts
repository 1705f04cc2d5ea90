import { describe, expect, it } from 'vitest';
import { placeholdersOf } from '#shared/messages/fill.ts';
import { catalogues, LANGUAGES, pickLanguage } from '#shared/messages/index.ts';
import { sourceText } from './sources.ts';

const KEYS = Object.keys(catalogues.en);

describe('the catalogue', () => {
  it.each(LANGUAGES)('has every key in %s, with a text', (language) => {
    const catalogue = catalogues[language];
    expect(KEYS.filter((key) => (catalogue[key] ?? '').trim() === '')).toEqual([]);
    expect(Object.keys(catalogue).filter((key) => !KEYS.includes(key))).toEqual([]);
  });

  it('uses the same placeholders in both languages', () => {
    const differing = KEYS.filter((key) => {
      const [en, zh] = LANGUAGES.map((language) => [...placeholdersOf(catalogues[language][key] ?? '')].sort().join());
      // Chinese has one plural form: "1 session" need not name the count, its counterpart may.
      return en !== zh && !key.endsWith('_one');
    });
    expect(differing).toEqual([]);
  });

  it('has no key that nothing asks for', () => {
    const source = sourceText('src-shared', 'src-main', 'src-renderer');
    const prefixes = [...source.matchAll(/[`']((?:window|audit|cli|doctor|setting|holder|notification|tray|without)\.[\w.-]*)\$\{/g)].map(
      ([, prefix = '']) => prefix,
    );
    const unused = KEYS.filter((key) => !key.startsWith('error.')).filter((key) => {
      const base = key.replace(/_(one|other)$/, '').replace(/^said\./, '');
      return !source.includes(`'${base}'`) && !prefixes.some((prefix) => base.startsWith(prefix));
    });
    expect(unused, 'remove these keys from both languages, or use them').toEqual([]);
  });
});

describe('Chinese', () => {
  it('has one word for an agent', () => {
    const other = Object.entries(catalogues['zh-CN']).filter(([, text]) => /代理(?!服务器)/.test(text));
    expect(other, 'an agent is 智能体, a proxy 代理服务器').toEqual([]);
  });

  it.each([
    ['traces of the telemetry', '追踪', /跟踪/],
    ['starting again', '重新启动', /重启/],
    ['a name', '名称', /名字/],
    ['the process that holds terminals', '托管', /持有/],
    ['the ticket of a terminal', '凭证', /票据/],
    ['a recording (记录 is an entry of the audit log)', '录制', /份记录|输出记录|写入记录|部分记录/],
    ['a shell (命令行 is the command line)', 'shell', /命令行会话|启动命令行|^命令行$/],
  ])('has one word for %s: %s', (_thing, _word, other) => {
    const texts = Object.entries(catalogues['zh-CN']).filter(([key, text]) => key !== 'window.audit.caller.cli' && other.test(text));
    expect(texts).toEqual([]);
  });
});

describe('the language', () => {
  it('is the first of the preferences that there is', () => {
    expect(pickLanguage(['fr-FR', 'zh_CN.UTF-8', 'en'])).toBe('zh-CN');
    expect(pickLanguage(['en-GB', 'zh-CN'])).toBe('en');
  });

  it('is English when none of them is there', () => {
    expect(pickLanguage(['de-DE', 'C.UTF-8'])).toBe('en');
    expect(pickLanguage([])).toBe('en');
  });
});
