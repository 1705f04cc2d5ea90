import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSettings } from '../../../../src-main/engine/settings/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

const NO_ADMIN = { path: join(import.meta.dirname, 'no', 'settings.toml'), owner: null };

async function settingsIn(text?: string | Buffer, env: Record<string, string> = {}) {
  const path = join(await tempFolder(), 'settings.toml');
  if (text !== undefined) await writeFile(path, text);
  const logger = testLogger();
  return { path, logger, settings: await createSettings({ path, logger, env, admin: NO_ADMIN }) };
}

describe('settings', () => {
  it('are the defaults when there is no file', async () => {
    const { settings, logger } = await settingsIn();
    expect(settings.current).toMatchObject({
      language: 'system',
      terminal: { fontSize: 13, clipboardWrite: false },
      recording: { keepMiB: 64 },
    });
    expect(logger.lines).toEqual([]);
  });

  it('come from the file, and a change in the file is seen at the next read', async () => {
    const { settings, path } = await settingsIn('theme = "dark"\n');
    expect(settings.current.theme).toBe('dark');
    const heard: string[] = [];
    settings.onChange((next) => heard.push(next.theme));
    await writeFile(path, 'theme = "light"\n');
    expect((await settings.get()).theme).toBe('light');
    expect(heard).toEqual(['light']);
  });

  it('take KIMI_SHELL_KIMI_PATH from the environment without writing it down', async () => {
    const { settings, path } = await settingsIn('[kimi]\npath = "/from/file"\n', { KIMI_SHELL_KIMI_PATH: '/from/env' });
    expect(settings.current.kimi.path).toBe('/from/env');
    await settings.set('theme', 'dark');
    expect(await readFile(path, 'utf8')).toContain('/from/file');
  });

  it.each([
    ['theme', 'dark', { theme: 'dark' }],
    ['terminal.fontSize', '20', { terminal: { fontSize: 20 } }],
    ['terminal.clipboardWrite', 'true', { terminal: { clipboardWrite: true } }],
    ['kimi.path', '/opt/my "kimi"', { kimi: { path: '/opt/my "kimi"' } }],
    ['terminal.lineHeight', '1.25', { terminal: { lineHeight: 1.25 } }],
    ['keys.session-new', 'Ctrl+Alt+KeyN', { keys: { 'session-new': 'Ctrl+Alt+KeyN' } }],
    ['keys.palette', '', { keys: { palette: '' } }],
    ['keys."session-new"', 'Ctrl+Alt+KeyN', { keys: { 'session-new': 'Ctrl+Alt+KeyN' } }],
    [String.raw`terminal."font\u0053ize"`, '20', { terminal: { fontSize: 20 } }],
    ['editor.command', '"/opt/my editor" --line {line}', { editor: { command: '"/opt/my editor" --line {line}' } }],
  ])('can be set: %s', async (name, value, expected) => {
    const { settings, path, logger } = await settingsIn();
    expect(await settings.set(name, value)).toMatchObject(expected);
    expect((await createSettings({ path, logger, env: {}, admin: NO_ADMIN })).current).toMatchObject(expected);
  });

  it('keep comments, order and what this version does not know', async () => {
    const { settings, path } = await settingsIn(
      '# mine\nfuture = 1 # kept\n\n[terminal]\nfontSize = 12 # big\n\n[later.part]\nlist = [1, 2]\n',
    );
    await settings.set('terminal.fontSize', '14');
    await settings.set('terminal.clipboardWrite', 'true');
    await settings.set('theme', 'dark');
    await settings.set('recording.keepMiB', '128');
    expect(await readFile(path, 'utf8')).toBe(
      '# mine\nfuture = 1 # kept\ntheme = "dark"\n\n[terminal]\nfontSize = 14 # big\nclipboardWrite = true\n\n[later.part]\nlist = [1, 2]\n\n[recording]\nkeepMiB = 128\n',
    );
  });

  it('are given their default back by taking them out, and nothing else', async () => {
    const text = '# mine\ntheme = "dark"\n\n[terminal]\n# big enough\nfontSize = 12 # mine\nclipboardWrite = true\n';
    const { settings, path } = await settingsIn(text);
    expect(await settings.unset('terminal.fontSize')).toMatchObject({ theme: 'dark', terminal: { fontSize: 13, clipboardWrite: true } });
    expect(await readFile(path, 'utf8')).toBe('# mine\ntheme = "dark"\n\n[terminal]\n# big enough\nclipboardWrite = true\n');
    await settings.unset('recording.keepMiB');
    await settings.unset('keys.palette');
    expect(await readFile(path, 'utf8')).not.toMatch(/recording|keys/);
    await expect(settings.unset('terminal.fontsize')).rejects.toMatchObject({ context: { nearest: 'terminal.fontSize' } });
  });

  it('are taken out of a layout that cannot be edited line by line', async () => {
    const { settings, path } = await settingsIn('terminal = { fontSize = 12, clipboardWrite = true }\n');
    expect((await settings.unset('terminal.fontSize')).terminal).toMatchObject({ fontSize: 13, clipboardWrite: true });
    expect(await readFile(path, 'utf8')).not.toContain('fontSize');
  });

  it('survive being laid out in a way that cannot be edited line by line', async () => {
    const { settings, path, logger } = await settingsIn('terminal = { fontSize = 12 }\nother = "x"\n');
    await settings.set('terminal.fontSize', '15');
    expect(await readFile(path, 'utf8')).toContain('other = "x"');
    expect((await createSettings({ path, logger, env: {}, admin: NO_ADMIN })).current.terminal.fontSize).toBe(15);
  });

  it.each([
    ['nothing.here', '1', 'key'],
    ['terminal', '1', 'key'],
    ['terminal.fontSize', '99', 'terminal.fontSize'],
    ['terminal.fontSize', 'big', 'terminal.fontSize'],
    ['terminal.fontSize', '', 'terminal.fontSize'],
    ['terminal.fontSize', '12.5', 'terminal.fontSize'],
    ['terminal.clipboardWrite', 'yes', 'terminal.clipboardWrite'],
    ['theme', 'blue', 'theme'],
    ['terminal.lineHeight', '1.23', 'terminal.lineHeight'],
    ['keys.session-new', 'Hyper+N', 'keys.session-new'],
    ['keys.No Such', 'Ctrl+KeyN', 'key'],
    ['editor.command', '"/opt/my editor --line {line}', 'editor.command'],
  ])('refuse %s = %s and change nothing', async (name, value, field) => {
    const { settings, path } = await settingsIn('theme = "dark"\n');
    await expect(settings.set(name, value)).rejects.toMatchObject({ code: 'INVALID_INPUT', context: { field } });
    expect(await readFile(path, 'utf8')).toBe('theme = "dark"\n');
  });

  it('ignore a bad value, say which, and keep the good ones', async () => {
    const { settings, logger } = await settingsIn('theme = "blue"\n[terminal]\nfontSize = 20\nclipboardWrite = "maybe"\n');
    expect(settings.current).toMatchObject({ theme: 'system', terminal: { fontSize: 20, clipboardWrite: false } });
    expect(settings.problems().map((problem) => problem.said.values.name)).toEqual(['theme', 'terminal.clipboardWrite']);
    expect(logger.lines.filter((line) => line.level === 'warn')).toHaveLength(2);
  });

  it('fall back to defaults for a file that cannot be understood, and never write over it', async () => {
    const broken = 'theme = "dark"\nthis is not toml\n';
    const { settings, path } = await settingsIn(broken);
    expect(settings.current.theme).toBe('system');
    expect(settings.problems()[0]?.text).toMatch(/^line 2/);
    await expect(settings.set('theme', 'light')).rejects.toMatchObject({ code: 'INVALID_INPUT', context: { field: path } });
    expect(await readFile(path, 'utf8')).toBe(broken);
  });

  it('take a file that is no UTF-8 for one that cannot be understood, and lose nothing of it', async () => {
    const latin = Buffer.from('theme = "dark"\n# caf\xe9\n', 'latin1');
    const { settings, path } = await settingsIn(latin);
    expect(settings.problems().map(({ said }) => said)).toEqual([{ code: 'setting.not-utf-8', values: { line: 2 } }]);
    await expect(settings.set('theme', 'light')).rejects.toMatchObject({ code: 'INVALID_INPUT', context: { field: path } });
    expect(await readFile(path)).toEqual(latin);
  });

  it.each([
    ['in Latin-1', Buffer.from('# caf\xe9\n', 'latin1'), 1],
    ['behind a replacement character that was meant', Buffer.concat([Buffer.from('# \uFFFD\n# é\n'), Buffer.from([0x23, 0xff])]), 3],
    ['cut off in the middle of a character', Buffer.from('# ok\n# é').subarray(0, -1), 2],
  ])('name the first line that is no UTF-8: %s', async (_, bytes, line) => {
    const { settings } = await settingsIn(bytes);
    expect(settings.problems().map(({ said }) => said)).toEqual([{ code: 'setting.not-utf-8', values: { line } }]);
  });

  it('may hold the replacement character, which is one like another', async () => {
    const { settings, path } = await settingsIn('# \uFFFD\ntheme = "dark"\n');
    expect([settings.current.theme, settings.problems()]).toEqual(['dark', []]);
    await settings.set('kimi.path', '/opt/\uFFFD/kimi');
    expect([settings.current.kimi.path, settings.problems()]).toEqual(['/opt/\uFFFD/kimi', []]);
    await settings.merge('[editor]\ncommand = "\uFFFD {path}"\n');
    await settings.replace(`${await readFile(path, 'utf8')}# more \uFFFD\n`);
    await settings.set('theme', 'light');
    expect([settings.current.theme, settings.problems()]).toEqual(['light', []]);
  });

  it('are usable again once what was no UTF-8 is, also where it reads the same, and are not replaced with what was lost in reading', async () => {
    const { settings, path } = await settingsIn(Buffer.from('theme = "dark" # \xe9\n', 'latin1'));
    await expect(settings.replace(settings.text)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      context: { field: 'toml', reason: { code: 'setting.not-utf-8', values: { line: 1 } } },
    });
    await writeFile(path, settings.text);
    expect((await settings.get()).theme).toBe('dark');
    expect(settings.problems()).toEqual([]);
  });

  it('tell when the file stops to be understood and when it is again, though no value changes', async () => {
    const good = 'theme = "dark"\n';
    const { settings, path } = await settingsIn(good);
    const told: (readonly string[])[] = [];
    settings.onChange(() => told.push(settings.problems().map((problem) => problem.said.code)));
    await writeFile(path, `${good}this is not toml\n`);
    await settings.get();
    await settings.get();
    expect(told, 'once').toEqual([['setting.not-toml']]);
    await writeFile(path, good);
    await settings.get();
    expect(told).toEqual([['setting.not-toml'], []]);
  });

  it('stay what they were while the file cannot be read', async () => {
    const { settings, path, logger } = await settingsIn('theme = "dark"\n');
    await rm(path);
    await mkdir(path);
    expect((await settings.get()).theme).toBe('dark');
    expect(logger.lines.at(-1)).toMatchObject({ level: 'warn', fields: { path } });
  });

  it('lose none of several changes at once', async () => {
    const { settings } = await settingsIn();
    await Promise.all([settings.set('theme', 'dark'), settings.set('language', 'zh-CN'), settings.set('terminal.fontSize', '18')]);
    expect(await settings.get()).toMatchObject({ theme: 'dark', language: 'zh-CN', terminal: { fontSize: 18 } });
  });
});
