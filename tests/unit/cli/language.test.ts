import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseLanguage } from '#main/hosts/cli/output/choose-language.ts';
import { textsIn } from '#main/hosts/cli/output/language.ts';

describe('the language of the command line', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kimi-shell-language-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the setting, whatever the environment says', async () => {
    await writeFile(join(folder, 'settings.toml'), 'language = "zh-CN"\n');
    expect(await chooseLanguage(folder, { LANG: 'en_GB.UTF-8' })).toBe('zh-CN');
    expect(await chooseLanguage(folder, { KIMI_SHELL_LANGUAGE: 'en', LANG: 'zh_CN.UTF-8' }), 'its own variable wins').toBe('en');
  });

  it('is the environment’s where the setting leaves it to the system', async () => {
    await writeFile(join(folder, 'settings.toml'), 'language = "system"\n');
    expect(await chooseLanguage(folder, { LANG: 'zh_CN.UTF-8' })).toBe('zh-CN');
    expect(await chooseLanguage(folder, { LC_ALL: 'en_US.UTF-8', LANG: 'zh_CN.UTF-8' })).toBe('en');
    expect(await chooseLanguage(folder, { LC_ALL: '', LANG: 'zh_TW' })).toBe('zh-CN');
  });

  it('is the administrator’s, whatever setting and variables say; also where that is the system’s', async () => {
    const admin = join(folder, 'admin.toml');
    await writeFile(join(folder, 'settings.toml'), 'language = "en"\n');
    await writeFile(admin, 'language = "zh-CN"\n');
    expect(await chooseLanguage(folder, { KIMI_SHELL_LANGUAGE: 'en', LANG: 'en_GB.UTF-8' }, admin)).toBe('zh-CN');
    await writeFile(admin, 'language = "system"\n');
    expect(await chooseLanguage(folder, { KIMI_SHELL_LANGUAGE: 'en', LANG: 'zh_CN.UTF-8' }, admin)).toBe('zh-CN');
    await writeFile(admin, 'theme = "dark"\n');
    expect(await chooseLanguage(folder, { LANG: 'zh_CN.UTF-8' }, admin)).toBe('en');
  });

  it('is English where nothing says otherwise, and where the settings cannot be read', async () => {
    expect(await chooseLanguage(folder, {})).toBe('en');
    await writeFile(join(folder, 'settings.toml'), 'language = [broken');
    expect(await chooseLanguage(folder, { LANG: 'C' })).toBe('en');
  });
});

describe('a text', () => {
  it('takes its plural form from the count', () => {
    const { t } = textsIn('en');
    expect(t('cli.status.children', { pid: 1, count: 1 })).toBe('process 1, 1 running program');
    expect(t('cli.status.children', { pid: 1, count: 0 })).toBe('process 1, 0 running programs');
    expect(textsIn('zh-CN').t('cli.status.children', { pid: 1, count: 1 })).toBe('进程 1，1 个程序在运行');
  });

  it('that does not exist is its key', () => {
    expect(textsIn('en').lookUp('no.such.text', { a: 1 })).toBe('no.such.text');
  });
});
