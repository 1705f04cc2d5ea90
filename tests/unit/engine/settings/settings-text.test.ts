import { mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSettings, type SettingsService } from '#main/engine/settings/index.ts';
import { writeFileAtomic } from '#main/engine/store/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

/** Settings in a data folder `data`, beside which other folders may lie. */
async function settingsWith({ follow = false, text }: { readonly follow?: boolean; readonly text?: string } = {}) {
  const root = await tempFolder();
  const data = join(root, 'data');
  const path = join(data, 'settings.toml');
  const adminPath = join(root, 'etc', 'settings.toml');
  for (const folder of ['data', 'etc', 'dotfiles']) await mkdir(join(root, folder));
  if (text !== undefined) await writeFile(path, text);
  const logger = testLogger();
  const open = async () => {
    const admin = { path: adminPath, owner: process.getuid?.() ?? null };
    const settings = await createSettings({ path, logger, env: {}, admin, follow });
    onTestFinished(() => settings.close());
    return settings;
  };
  return { root, data, path, adminPath, logger, open };
}

/** The theme that the next change gives. */
function nextTheme(settings: SettingsService): Promise<string> {
  return new Promise((resolve) => {
    const stop = settings.onChange(({ theme }) => {
      stop();
      resolve(theme);
    });
  });
}

/** Makes the file one that can be replaced and not read, for root too: a link to itself. */
async function makeUnreadable(path: string): Promise<void> {
  await rm(path, { force: true });
  await symlink('settings.toml', path);
}

describe('a settings file that cannot be read', () => {
  it('is not written over, whatever is asked for, and that is said', async () => {
    const { path, data, open, logger } = await settingsWith({ text: 'theme = "dark"\n' });
    const settings = await open();
    await makeUnreadable(path);
    const refused = { code: 'FILE_UNREADABLE', context: { path, reason: 'ELOOP' } };
    await expect(settings.set('density', 'compact')).rejects.toMatchObject(refused);
    await expect(settings.unset('theme')).rejects.toMatchObject(refused);
    await expect(settings.merge('density = "compact"')).rejects.toMatchObject(refused);
    await expect(settings.replace('density = "compact"')).rejects.toMatchObject(refused);
    expect(await readlink(path)).toBe('settings.toml');
    expect(await readdir(data)).toEqual(['settings.toml']);
    expect(settings.problems().map(({ said }) => said)).toEqual([{ code: 'setting.unreadable', values: { reason: 'ELOOP' } }]);
    expect(settings.current.theme).toBe('dark');
    expect(logger.lines, 'said once').toHaveLength(1);
    await rename(path, `${path}.old`);
    await writeFile(path, '# new\ntheme = "light"\n');
    await settings.set('density', 'compact');
    expect(await readFile(path, 'utf8')).toMatch(/^# new\ntheme = "light"\n.*density = "compact"\n$/s);
    expect(settings.problems()).toEqual([]);
  });

  it('keeps nothing from being locked meanwhile', async () => {
    const { path, adminPath, open } = await settingsWith({ text: 'theme = "dark"\n' });
    const settings = await open();
    await makeUnreadable(path);
    await writeFile(adminPath, 'theme = "light"\n', { mode: 0o644 });
    expect((await settings.get()).theme).toBe('light');
  });

  it('is named where nothing was read yet', async () => {
    const { path, open } = await settingsWith();
    await makeUnreadable(path);
    await expect(open()).rejects.toMatchObject({ code: 'FILE_UNREADABLE', context: { path, reason: 'ELOOP' } });
  });
});

describe('a settings file that is a link', () => {
  it('stays one: what it leads to is written, also over several links and from a folder that is one itself', async () => {
    const { root, data, path, open } = await settingsWith();
    const target = join(root, 'dotfiles', 'kimi.toml');
    await mkdir(join(root, 'disk'));
    await rename(data, join(root, 'disk', 'data'));
    await symlink(join('disk', 'data'), data);
    await symlink(join('..', '..', 'dotfiles', 'one.toml'), path);
    await symlink('kimi.toml', join(root, 'dotfiles', 'one.toml'));
    await writeFile(target, '# mine\ntheme = "dark"\n');
    const settings = await open();
    await settings.set('density', 'compact');
    expect(await readFile(target, 'utf8')).toMatch(/^# mine\ntheme = "dark"\n.*density = "compact"\n$/s);
    await settings.replace('theme = "light"\n');
    expect(await readFile(target, 'utf8')).toBe('theme = "light"\n');
    expect(await readlink(path)).toBe(join('..', '..', 'dotfiles', 'one.toml'));
    expect(await readlink(join(root, 'dotfiles', 'one.toml'))).toBe('kimi.toml');
    expect((await readdir(join(root, 'dotfiles'))).sort()).toEqual(['kimi.toml', 'one.toml']);
  });

  it('to nothing counts as none, and the first change makes what it leads to', async () => {
    const { root, path, open } = await settingsWith();
    const target = join(root, 'dotfiles', 'kimi.toml');
    await symlink(target, path);
    const settings = await open();
    expect(settings.current.theme).toBe('system');
    await settings.set('theme', 'dark');
    expect(await readFile(target, 'utf8')).toContain('theme = "dark"');
    expect(await readlink(path)).toBe(target);
  });

  it('into a folder that is not there is refused with where it leads', async () => {
    const { root, path, open } = await settingsWith();
    const target = join(root, 'gone', 'kimi.toml');
    await symlink(target, path);
    const settings = await open();
    await expect(settings.set('theme', 'dark')).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNWRITABLE',
      context: { path: target, reason: 'ENOENT' },
    });
    expect(await readlink(path)).toBe(target);
  });

  it('is followed where it leads', async () => {
    const { root, path, open } = await settingsWith({ follow: true });
    const target = join(root, 'dotfiles', 'kimi.toml');
    await writeFile(target, 'theme = "dark"\n');
    await symlink(target, path);
    const settings = await open();
    const heard = new Promise<string>((resolve) => {
      settings.onChange(({ theme }) => resolve(theme));
    });
    await writeFileAtomic(target, 'theme = "light"\n');
    expect(await heard).toBe('light');
  });

  it('is followed where it leads by now', async () => {
    const { root, path, open } = await settingsWith({ follow: true, text: 'theme = "dark"\n' });
    const settings = await open();
    const lead = async (name: string, text: string) => {
      const target = join(root, 'dotfiles', name);
      await writeFile(target, text);
      await symlink(target, `${path}.new`);
      await rename(`${path}.new`, path);
    };
    const gives = async (theme: string, change: () => Promise<void>) => {
      const heard = nextTheme(settings);
      await change();
      expect(await heard).toBe(theme);
    };
    await gives('light', () => lead('one.toml', 'theme = "light"\n'));
    await gives('system', () => writeFileAtomic(join(root, 'dotfiles', 'one.toml'), 'theme = "system"\n'));
    await gives('dark', () => lead('two.toml', 'theme = "dark"\n'));
    await gives('light', () => writeFileAtomic(join(root, 'dotfiles', 'two.toml'), 'theme = "light"\n'));
  });
});

it('an administrator’s file is followed also where its folder was taken away and made anew', async () => {
  const { adminPath, open } = await settingsWith({ follow: true });
  const write = async (theme: string) => {
    await mkdir(dirname(adminPath), { recursive: true });
    await writeFile(adminPath, `theme = "${theme}"\n`, { mode: 0o644 });
  };
  await write('dark');
  const settings = await open();
  expect(settings.current.theme).toBe('dark');
  await rm(dirname(adminPath), { recursive: true });
  await expect.poll(() => settings.current.theme).toBe('system');
  await write('light');
  await expect.poll(() => settings.current.theme).toBe('light');
  await rename(dirname(adminPath), `${dirname(adminPath)}.old`);
  await expect.poll(() => settings.current.theme).toBe('system');
  await write('dark');
  await expect.poll(() => settings.current.theme).toBe('dark');
});

it('an administrator’s file is followed also where its folder is made later', async () => {
  const { adminPath, open } = await settingsWith({ follow: true });
  await rm(dirname(adminPath), { recursive: true });
  const settings = await open();
  const made = nextTheme(settings);
  await mkdir(dirname(adminPath));
  await writeFile(adminPath, 'theme = "dark"\n', { mode: 0o644 });
  expect(await made).toBe('dark');
  const changed = nextTheme(settings);
  await writeFileAtomic(adminPath, 'theme = "light"\n', 0o644);
  expect(await changed).toBe('light');
});
