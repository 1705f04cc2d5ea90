import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTING_LEAVES } from '#shared/contract/setting-names.ts';
import { errorCodes } from '#shared/errors/error-page.ts';
import { catalogues } from '#shared/messages/index.ts';
import { commandTree } from '../../../packaging/commands/tree.ts';
import { type Surface, undocumented, untold } from './untold.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const SURFACE: Surface = {
  english: commandTree('1.2.3'),
  chinese: commandTree('1.2.3', 'zh-CN'),
  settings: SETTING_LEAVES,
  errorCodes: errorCodes(),
  catalogues,
};

describe('what people can meet', () => {
  it('is explained in both languages: commands, options, settings, error codes', () => {
    expect(untold(SURFACE), 'write its text: CONTRIBUTING.md, Where things go').toEqual([]);
  });

  it('would be named if it were not', () => {
    const { english } = SURFACE;
    const bare = { names: ['--new'], value: null, description: '', offer: { kind: 'any' } } as const;
    expect(untold({ ...SURFACE, english: { ...english, options: [...english.options, bare] } })).toEqual(['en: kimi-shell --new']);
    const group = { ...english, summary: 'cli.group.new' };
    expect(untold({ ...SURFACE, english: group })).toEqual(['en: kimi-shell']);
    const chinese = { ...SURFACE.chinese, summary: 'Nobody translated this.' };
    expect(untold({ ...SURFACE, chinese })).toEqual(['zh-CN: kimi-shell']);
    const settings = new Map([...SETTING_LEAVES, ['new.setting', { enum: ['left'] }]]);
    expect(untold({ ...SURFACE, settings })).toEqual(
      ['setting.new.setting', 'setting.new.setting.is.left'].flatMap((key) => [`en: ${key}`, `zh-CN: ${key}`]),
    );
    const { 'error.NOT_FOUND.page': page, ...others } = catalogues['zh-CN'] as Record<string, string>;
    expect(page).toBeTruthy();
    expect(untold({ ...SURFACE, catalogues: { en: catalogues.en, 'zh-CN': others } })).toEqual(['zh-CN: error.NOT_FOUND.page']);
  });
});

describe('an exported function', () => {
  const files = globSync(['src-*/**/*.{ts,tsx}', 'packaging/**/*.ts', 'bench/**/*.ts'], { cwd: ROOT }).filter(
    (file) => !file.includes('node_modules'),
  );

  it('has a doc comment', () => {
    const missing = files.flatMap((file) => undocumented(readFileSync(resolve(ROOT, file), 'utf8')).map((name) => `${file}: ${name}`));
    expect(missing, 'say what it does, in which units, and what it throws').toEqual([]);
    expect(files.length).toBeGreaterThan(500);
  });

  it.each([
    ['export function plain(): void {', 'plain'],
    ['// A note.\nexport async function waits(): Promise<void> {', 'waits'],
    ['export class Thing {', 'Thing'],
    ['export const arrow = (text: string) => text;', 'arrow'],
    ['export const typed: Reader = async (text) => text;', 'typed'],
  ])('without one is named: %s', (source, name) => {
    expect(undocumented(source)).toEqual([name]);
    expect(undocumented(`/** What it does. */\n${source}`)).toEqual([]);
  });

  it('is named once, however many overloads it has', () => {
    expect(undocumented('/** A. */\nexport function f(a: 1): 1;\nexport function f(a: 2): 2;\nexport const size = 3;')).toEqual([]);
  });
});
