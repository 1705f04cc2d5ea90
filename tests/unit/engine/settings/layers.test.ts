import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adminFile, createSettings, exportSettings, type SettingsService } from '#main/engine/settings/index.ts';
import { writeFileAtomic } from '#main/engine/store/index.ts';
import { SETTING_LEAVES, settingVariable } from '#shared/contract/setting-names.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

interface Given {
  readonly file?: string;
  readonly env?: Record<string, string>;
  readonly flags?: Record<string, string>;
  readonly admin?: string;
  readonly follow?: boolean;
}

async function settingsWith({ file, admin, ...rest }: Given) {
  const folder = await tempFolder();
  const path = join(folder, 'settings.toml');
  await mkdir(join(folder, 'etc'));
  const adminPath = join(folder, 'etc', 'settings.toml');
  if (file !== undefined) await writeFile(path, file);
  if (admin !== undefined) await writeFile(adminPath, admin, { mode: 0o644 });
  const logger = testLogger();
  const owner = process.getuid?.() ?? null;
  const settings = await createSettings({ path, logger, env: {}, admin: { path: adminPath, owner }, ...rest });
  onTestFinished(() => settings.close());
  return { settings, path, adminPath, logger, entry: (key: string) => settings.entries.get(key) };
}

const size = (px: number) => `[terminal]\nfontSize = ${px}\n`;
const VARIABLE = 'KIMI_SHELL_TERMINAL_FONT_SIZE';

const problems = (settings: SettingsService) => settings.problems().map(({ text }) => text);

describe('the value of a setting', () => {
  it.each<[string, Given, unknown]>([
    ['default', {}, 13],
    ['file', { file: size(9) }, 9],
    ['environment', { file: size(9), env: { [VARIABLE]: '10' } }, 10],
    ['flag', { file: size(9), env: { [VARIABLE]: '10' }, flags: { 'terminal.fontSize': '11' } }, 11],
    ['admin', { file: size(9), env: { [VARIABLE]: '10' }, flags: { 'terminal.fontSize': '11' }, admin: size(12) }, 12],
  ])('comes from the last of these that has one: %s', async (source, given, value) => {
    const { settings, entry } = await settingsWith(given);
    expect(entry('terminal.fontSize')).toEqual({ key: 'terminal.fontSize', value, source });
    expect(settings.current.terminal.fontSize).toBe(value);
    expect([...settings.entries.keys()]).toEqual(expect.arrayContaining([...SETTING_LEAVES.keys()]));
  });

  it('is not taken from a variable that is empty or wrong, and the latter is said', async () => {
    const { settings, entry } = await settingsWith({ env: { [VARIABLE]: '99', KIMI_SHELL_THEME: '' } });
    expect(entry('terminal.fontSize')?.source).toBe('default');
    expect(problems(settings)).toEqual([expect.stringContaining(VARIABLE)]);
  });

  it('of what guards the person is not taken from the environment, nor from a flag', async () => {
    const { settings, entry } = await settingsWith({ env: { KIMI_SHELL_TERMINAL_CLIPBOARD_WRITE: 'true' } });
    expect(entry('terminal.clipboardWrite')).toMatchObject({ value: false, source: 'default' });
    expect(settings.problems()).toHaveLength(1);
    await expect(settingsWith({ flags: { 'terminal.confirmPaste': 'false' } })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('has a variable of its own, which is none that means something else', () => {
    const variables = [...SETTING_LEAVES.keys()].map(settingVariable);
    expect(new Set(variables).size).toBe(variables.length);
    for (const other of ['HOME', 'SESSION', 'SOCKET', 'TOKEN', 'DEBUG', 'TAB', 'EVENTS'])
      expect(variables).not.toContain(`KIMI_SHELL_${other}`);
    expect(variables).toEqual(expect.arrayContaining(['KIMI_SHELL_KIMI_PATH', 'KIMI_SHELL_SPOOL_KEEP_MIB']));
  });
});

describe('what the administrator sets', () => {
  it('is locked: it cannot be set, unset, merged or replaced, and the file is left alone', async () => {
    const { settings, path } = await settingsWith({ file: size(9), admin: size(12) });
    const refused = { code: 'SETTING_LOCKED', status: 403, context: { key: 'terminal.fontSize', value: '12' } };
    await expect(settings.set('terminal.fontSize', '10')).rejects.toMatchObject(refused);
    await expect(settings.unset('terminal."fontSize"')).rejects.toMatchObject(refused);
    await expect(settings.merge(size(10))).rejects.toMatchObject(refused);
    await expect(settings.replace(size(10))).rejects.toMatchObject(refused);
    expect(await readFile(path, 'utf8')).toBe(size(9));
    await settings.replace(`theme = "dark"\n${size(9)}`);
    expect(settings.current.theme).toBe('dark');
  });

  it.each([
    ['that is no TOML', 'theme ='],
    ['with a setting that does not exist', 'them = "dark"\n'],
    ['with a bad value', size(99)],
    ['that loosens what guards the person', '[terminal]\nclipboardWrite = true\n'],
    ['with a value where a table belongs', 'terminal = 1\n'],
  ])('is refused as a whole in a file %s, and nothing starts without it', async (_, admin) => {
    await expect(settingsWith({ admin })).rejects.toMatchObject({ code: 'ADMIN_SETTINGS_BROKEN' });
  });

  it.skipIf(process.platform === 'win32')('does not count when others can write it', async () => {
    const { adminPath, settings, path, logger } = await settingsWith({ admin: size(12) });
    await chmod(adminPath, 0o666);
    const again = createSettings({ path, logger, env: {}, admin: { path: adminPath, owner: process.getuid?.() ?? null } });
    await expect(again).rejects.toMatchObject({ code: 'ADMIN_SETTINGS_BROKEN', context: { path: adminPath } });
    // The one that runs keeps the lock, and says so.
    expect((await settings.get()).terminal.fontSize).toBe(12);
    expect(problems(settings)).toEqual([expect.stringContaining(adminPath)]);
    await expect(settings.set('terminal.fontSize', '10')).rejects.toMatchObject({ code: 'SETTING_LOCKED' });
    await rm(adminPath);
    expect((await settings.get()).terminal.fontSize).toBe(13);
  });

  it('may tighten what guards the person', async () => {
    const { settings } = await settingsWith({ file: '[terminal]\nclipboardWrite = true\n', admin: '[terminal]\nclipboardWrite = false\n' });
    expect(settings.current.terminal.clipboardWrite).toBe(false);
  });

  it('has its place on each system', () => {
    expect(['linux', 'darwin', 'win32'].map((platform) => adminFile(platform as NodeJS.Platform).path)).toEqual([
      join('/etc', 'kimi-shell', 'settings.toml'),
      '/Library/Application Support/Kimi Shell/settings.toml',
      'C:\\ProgramData\\Kimi Shell\\settings.toml',
    ]);
  });
});

describe('an edit of the file', () => {
  it('is heard while nobody asks; a bad one leaves the last good settings and is said', async () => {
    const { settings, path, logger, adminPath } = await settingsWith({ file: size(9), follow: true });
    const heard = () =>
      new Promise<number>((resolve) => {
        const stop = settings.onChange(({ terminal }) => {
          stop();
          resolve(terminal.fontSize);
        });
      });
    let next = heard();
    await writeFileAtomic(path, size(10));
    expect(await next).toBe(10);
    await writeFileAtomic(path, `${size(99)}lineHeight = 1.5\n`);
    expect((await settings.get()).terminal).toMatchObject({ fontSize: 10, lineHeight: 1.5 });
    expect(problems(settings)).toEqual([expect.stringContaining('terminal.fontSize')]);
    await writeFileAtomic(path, 'no toml');
    expect((await settings.get()).terminal).toMatchObject({ fontSize: 10, lineHeight: 1.5 });
    expect(settings.problems()).toHaveLength(1);
    expect(logger.lines.at(-1)).toMatchObject({ level: 'warn', fields: { path } });
    next = heard();
    await writeFileAtomic(adminPath, size(12));
    expect(await next).toBe(12);
  });

  it('with a name that this version does not know keeps it, warns with the nearest one, and it can be taken out', async () => {
    const { settings, path } = await settingsWith({ file: 'langauge = "en" # typo\n[later."x.y"]\nz = 1\n' });
    expect(problems(settings)).toEqual([expect.stringMatching(/^langauge: .*language/), expect.stringMatching(/^later\."x\.y"\.z: /)]);
    await settings.set('theme', 'dark');
    await settings.unset('later."x\\u002ey".z');
    await settings.unset('langauge');
    expect(await readFile(path, 'utf8')).toBe('theme = "dark"\n[later."x.y"]\n');
  });
});

describe('many values at once', () => {
  it('are merged into the file, all or none', async () => {
    const { settings, path } = await settingsWith({ file: '# mine\ntheme = "dark" # too\n' });
    await expect(settings.merge(`language = "en"\n${size(99)}`)).rejects.toMatchObject({ context: { field: 'terminal.fontSize' } });
    await expect(settings.merge('langauge = "en"\n')).rejects.toMatchObject({ context: { nearest: 'language' } });
    expect(await readFile(path, 'utf8')).toBe('# mine\ntheme = "dark" # too\n');
    await settings.merge(`theme = "light"\n${size(9)}[keys]\nsession-new = "Ctrl+Alt+KeyN"\n`);
    expect(await readFile(path, 'utf8')).toBe(
      '# mine\ntheme = "light" # too\n\n[terminal]\nfontSize = 9\n\n[keys]\nsession-new = "Ctrl+Alt+KeyN"\n',
    );
  });

  it('replace the file when each is good; names that were there before may stay unknown', async () => {
    const { settings, path } = await settingsWith({ file: 'future = 1\n' });
    await expect(settings.replace('future = 1\nother = 2\n')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(settings.replace('terminal = 1\n')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(settings.replace('= 1')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await settings.replace('future = 2\ntheme = "dark"\n');
    expect(await readFile(path, 'utf8')).toBe('future = 2\ntheme = "dark"\n');
  });

  it('are exported without the secrets that stand in them', () => {
    expect(exportSettings('[editor]\nprogram = "custom"\ncommand = "edit --token abc123def {path}"\n')).toBe(
      '[editor]\nprogram = "custom"\ncommand = "edit --token [secret] {path}"\n',
    );
  });

  it('are exported without what is not known and not set', () => {
    expect(exportSettings('# c\nfuture = 1\ntheme = "blue"\n[terminal]\nfontSize = 9\n[keys]\nsession-new = ""\n')).toBe(
      '[terminal]\nfontSize = 9\n\n[keys]\nsession-new = ""\n',
    );
  });
});
