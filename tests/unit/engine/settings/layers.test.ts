import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adminFile, createSettings, exportSettings, type SettingsService } from '#main/engine/settings/index.ts';
import { writeFileAtomic } from '#main/engine/store/index.ts';
import { modelKeyEnvironment } from '#shared/contract/model-keys.ts';
import { SETTING_LEAVES, settingVariable } from '#shared/contract/setting-names.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

interface Given {
  readonly file?: string;
  readonly env?: Record<string, string>;
  readonly flags?: Record<string, string>;
  readonly admin?: string | Uint8Array;
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

  it('is not taken from a variable with a slip in its name, which is said with the one that was meant; what others call theirs is left alone', async () => {
    const own = [
      'HOME',
      'SESSION',
      'SOCKET',
      'TOKEN',
      'DEBUG',
      'BIN',
      'BUILD',
      'CHILD',
      'FOLDER',
      'MARK',
      'INSTALLER',
      'PATH',
      'SEARCH_PATH',
    ];
    const env = Object.fromEntries(own.map((name) => [`KIMI_SHELL_${name}`, '1']));
    expect(problems((await settingsWith({ env })).settings)).toEqual([]);
    const { settings } = await settingsWith({ env: { ...env, KIMI_SHELL_TERMINAL_FONTSIZE: '14', KIMI_SHELL_THEEM: '' } });
    expect(problems(settings)).toEqual(['KIMI_SHELL_TERMINAL_FONTSIZE: no such variable, KIMI_SHELL_TERMINAL_FONT_SIZE is near']);
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
    expect(variables).toEqual(expect.arrayContaining(['KIMI_SHELL_KIMI_PATH', 'KIMI_SHELL_RECORDING_KEEP_MIB']));
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

  it('keeps nobody from repairing a broken file in which it stands', async () => {
    const { settings, path, entry } = await settingsWith({ file: `theme = dark\n${size(9)}`, admin: size(12) });
    await settings.replace(`theme = "dark"\n${size(9)}`);
    expect(await readFile(path, 'utf8')).toBe(`theme = "dark"\n${size(9)}`);
    expect([settings.current.theme, entry('terminal.fontSize'), settings.problems()]).toEqual([
      'dark',
      { key: 'terminal.fontSize', value: 12, source: 'admin' },
      [],
    ]);
  });

  it.each([
    ['that is no TOML', 'theme ='],
    ['with a setting that does not exist', 'them = "dark"\n'],
    ['with a bad value', size(99)],
    ['that loosens what guards the person', '[terminal]\nclipboardWrite = true\n'],
    ['with a value where a table belongs', 'terminal = 1\n'],
    ['that is no UTF-8', Buffer.from(`${size(9)}# \xe9t\xe9\n`, 'latin1')],
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

  it.skipIf(process.platform === 'win32')('does not count in a folder where others can put another file in its place', async () => {
    const { adminPath, path, logger } = await settingsWith({ admin: size(12) });
    const again = () => createSettings({ path, logger, env: {}, admin: { path: adminPath, owner: process.getuid?.() ?? null } });
    await chmod(dirname(adminPath), 0o777);
    await expect(again()).rejects.toMatchObject({ code: 'ADMIN_SETTINGS_BROKEN', context: { path: dirname(adminPath) } });
    // Where each may only take away what is theirs, as in /tmp, this one stays.
    await chmod(dirname(adminPath), 0o1777);
    expect((await again()).current.terminal.fontSize).toBe(12);
  });

  it.skipIf(process.getuid?.() !== 0)('does not count in a folder of somebody else’s, who could put another one there', async () => {
    const { adminPath, path, logger } = await settingsWith({ admin: size(12) });
    await chown(dirname(adminPath), 65_534, 65_534);
    await expect(createSettings({ path, logger, env: {}, admin: { path: adminPath, owner: 0 } })).rejects.toMatchObject({
      code: 'ADMIN_SETTINGS_BROKEN',
      context: { path: dirname(adminPath) },
    });
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

describe('the key of a provider', () => {
  const KEY = 'sk-planted-0123456789-abcdef';
  const said = (text: string) => text.includes('planted') || text.includes('hunter');

  it('is the name of a secret, under any name of a provider', async () => {
    const { settings, path, entry } = await settingsWith({});
    await settings.set('model_keys.anthropic', 'secret:anthropic');
    await settings.set('model_keys."my.gate way"', 'secret:GATE_1');
    await settings.set("model_keys.'managed:kimi'", '');
    expect(settings.current.model_keys).toEqual({ anthropic: 'secret:anthropic', 'my.gate way': 'secret:GATE_1', 'managed:kimi': '' });
    expect(entry('model_keys."my.gate way"')).toEqual({ key: 'model_keys."my.gate way"', value: 'secret:GATE_1', source: 'file' });
    expect(exportSettings(await readFile(path, 'utf8'))).toContain('"my.gate way" = "secret:GATE_1"');
    expect(modelKeyEnvironment(settings.current.model_keys)).toEqual({
      ANTHROPIC_API_KEY: 'secret:anthropic',
      MY_GATE_WAY_API_KEY: 'secret:GATE_1',
    });
    await settings.unset('model_keys."my.gate\\u0020way"');
    expect(settings.current.model_keys).toEqual({ anthropic: 'secret:anthropic', 'managed:kimi': '' });
  });

  it.each([KEY, `secret:${KEY}`, 'hunter2hunter2', 'secret:', 'secret:hunter 2', 'secret:../hunter'])(
    'is never a key: %s',
    async (value) => {
      const { settings, path, logger } = await settingsWith({ file: 'theme = "dark"\n' });
      const toml = `[model_keys]\nanthropic = ${JSON.stringify(value)}\n`;
      for (const change of [() => settings.set('model_keys.anthropic', value), () => settings.merge(toml), () => settings.replace(toml)]) {
        const error = await change().then(() => null, KimiError.from);
        expect(error).toMatchObject({ code: 'INVALID_INPUT', context: { field: 'model_keys.anthropic' } });
        expect(error?.context.reason).toBe('the name of a secret is expected');
        expect(said(JSON.stringify([error, error?.message, error?.context]))).toBe(false);
      }
      expect(await readFile(path, 'utf8')).toBe('theme = "dark"\n');
      // By hand it can be there: it is told without being said, and not used.
      await writeFile(path, toml);
      expect((await settings.get()).model_keys).toEqual({});
      expect(problems(settings)).toEqual([expect.stringContaining('model_keys.anthropic')]);
      expect(said(JSON.stringify([settings.problems(), logger.lines]))).toBe(false);
    },
  );

  it('is in no variable that another provider has', async () => {
    const { settings, path } = await settingsWith({ file: '[model_keys]\nmy-gate = "secret:a"\n' });
    const refused = { code: 'INVALID_INPUT', context: { field: 'model_keys.my_gate' } };
    await expect(settings.set('model_keys.my_gate', 'secret:b')).rejects.toMatchObject(refused);
    expect(await readFile(path, 'utf8')).toBe('[model_keys]\nmy-gate = "secret:a"\n');
    await writeFile(path, '[model_keys]\nmy-gate = "secret:a"\nMY_GATE = "secret:b"\n');
    expect((await settings.get()).model_keys).toEqual({ 'my-gate': 'secret:a' });
    expect(problems(settings)).toEqual([expect.stringContaining('model_keys.MY_GATE')]);
    await expect(settings.set('model_keys.1st', 'secret:b')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('is not overridden from outside, and an administrator can only take it away', async () => {
    await expect(settingsWith({ flags: { 'model_keys.anthropic': 'secret:x' } })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const { settings } = await settingsWith({ env: { KIMI_SHELL_MODEL_KEYS_ANTHROPIC: 'secret:x' } });
    expect(settings.current.model_keys).toEqual({});
    await expect(settingsWith({ admin: '[model_keys]\nanthropic = "secret:x"\n' })).rejects.toMatchObject({
      code: 'ADMIN_SETTINGS_BROKEN',
    });
    const mine = '[model_keys]\nanthropic = "secret:mine"\n';
    const locked = await settingsWith({ file: mine, admin: '[model_keys]\nanthropic = ""\n' });
    expect(modelKeyEnvironment(locked.settings.current.model_keys)).toEqual({});
    const other = await settingsWith({ file: mine, admin: '[model_keys]\nAnthropic = ""\n' });
    expect(modelKeyEnvironment(other.settings.current.model_keys)).toEqual({ ANTHROPIC_API_KEY: 'secret:mine' });
    await expect(locked.settings.set('model_keys.anthropic', 'secret:mine')).rejects.toMatchObject({ code: 'SETTING_LOCKED' });
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
    // All that is wrong at once, so that nobody comes back for each.
    const wrong = `langauge = "en"\n${size(99)}lineHeight = 1.03\n[keys]\nnone = "Ctrl+X"\n[theme]\nx = 1\n`;
    const refusal = await settings.merge(wrong).catch((error: KimiError) => error.context);
    expect(refusal).toMatchObject({
      field: 'toml',
      reason: expect.arrayContaining([expect.objectContaining({ code: 'setting.ignored' })]),
    });
    const { why } = errorText({ code: 'INVALID_INPUT', context: refusal as KimiError['context'] }, textsIn('en'));
    for (const name of ['langauge', 'terminal.fontSize', 'terminal.lineHeight', 'keys.none', 'theme']) expect(why).toContain(name);
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

  it('have no new key of the person’s own that never does anything; one that is there already may stay', async () => {
    const file = '[keys]\nsession-old = "Ctrl+Alt+KeyO"\n';
    const { settings, path } = await settingsWith({ file });
    const nobody = { field: 'toml', value: 'keys.session-nwe', nearest: 'keys.session-new' };
    const dead = { field: 'keys.palette', value: 'Ctrl+Alt+N', nearest: 'Ctrl+Alt+KeyN' };
    for (const change of [(lines: string) => settings.merge(`[keys]\n${lines}`), (lines: string) => settings.replace(file + lines)]) {
      await expect(change('session-nwe = "Ctrl+Alt+KeyN"\n')).rejects.toMatchObject({ code: 'INVALID_INPUT', context: nobody });
      await expect(change('palette = "Ctrl+Alt+N"\n')).rejects.toMatchObject({ code: 'INVALID_INPUT', context: dead });
    }
    expect(await readFile(path, 'utf8')).toBe(file);
    await settings.replace(`${file}palette = "Ctrl+Alt+KeyP"\n`);
    await settings.merge(`${file}palette = "Ctrl+Alt+KeyQ"\n`);
    expect(settings.current.keys).toEqual({ 'session-old': 'Ctrl+Alt+KeyO', palette: 'Ctrl+Alt+KeyQ' });
  });

  it('replace the file only where it still says what they were made from, if that is said', async () => {
    const { settings, path } = await settingsWith({ file: 'theme = "dark"\n' });
    const base = settings.text;
    await writeFile(path, '# by another\ntheme = "dark"\n');
    await expect(settings.replace('theme = "light"\n', base)).rejects.toMatchObject({
      code: 'CONFLICT',
      context: { path, reason: 'the settings were changed meanwhile' },
    });
    expect(await readFile(path, 'utf8')).toBe('# by another\ntheme = "dark"\n');
    const now = settings.text;
    await settings.replace('theme = "light"\n', now);
    await settings.replace('theme = "light"\n', now);
    await settings.replace('density = "compact"\n');
    expect(await readFile(path, 'utf8')).toBe('density = "compact"\n');
  });

  it('are exported without the secrets that stand in them', () => {
    expect(exportSettings('[editor]\nprogram = "custom"\ncommand = "edit --token abc123def {path}"\n')).toBe(
      'format = 2\n\n[editor]\nprogram = "custom"\ncommand = "edit --token [secret] {path}"\n',
    );
  });

  it('are not imported over what an export left out', async () => {
    const { settings, path } = await settingsWith({ file: '[editor]\ncommand = "edit --token abc123def {path}"\n' });
    await expect(settings.merge(exportSettings(settings.text))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      context: { field: 'editor.command', reason: 'it stands for a secret that was left out' },
    });
    expect(await readFile(path, 'utf8')).toContain('abc123def');
  });

  it('are not exported from a text that cannot be used, or is of a format that is not known', () => {
    const refusal = (text: string) => {
      try {
        return exportSettings(text, '/data/settings.toml');
      } catch (error) {
        return (error as KimiError).toData();
      }
    };
    expect(refusal('theme = dark\n')).toMatchObject({
      code: 'INVALID_INPUT',
      context: { field: '/data/settings.toml', reason: { code: 'setting.not-toml' } },
    });
    expect(refusal('format = 9\ntheme = "dark"\n')).toMatchObject({
      code: 'SETTINGS_NEWER',
      context: { format: 9, known: 2, path: '/data/settings.toml' },
    });
  });

  it('are exported without what is not known and not set', () => {
    expect(exportSettings('# c\nfuture = 1\ntheme = "blue"\n[terminal]\nfontSize = 9\n[keys]\nsession-new = ""\n')).toBe(
      'format = 2\n\n[terminal]\nfontSize = 9\n\n[keys]\nsession-new = ""\n',
    );
  });
});
