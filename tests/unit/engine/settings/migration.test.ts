import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, symlinkSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSettings, exportSettings } from '#main/engine/settings/index.ts';
import { MIGRATIONS, type SettingsMigration } from '#main/engine/settings/migrations/index.ts';
import { latestFormat } from '#main/engine/settings/settings-format.ts';
import { setTomlValue } from '#main/engine/settings/toml-edit.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { wordsOf } from '#shared/messages/fill.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

const OLD = '# mine\ntheme = "dark"\n\n[spool]\n# enough\nkeepMiB = 128 # for weeks\n';
const NEW = '# mine\ntheme = "dark"\nformat = 2\n\n[recording]\n# enough\nkeepMiB = 128 # for weeks\n';
const NOW = Date.UTC(2026, 10, 29, 9, 30);

interface Given {
  readonly folder?: string;
  readonly file?: string;
  readonly admin?: string;
  readonly env?: Record<string, string>;
  readonly migrate?: boolean;
  readonly migrations?: readonly SettingsMigration[];
  readonly now?: () => number;
}

async function open({ folder, file, admin, ...rest }: Given) {
  const data = folder ?? (await tempFolder());
  const path = join(data, 'settings.toml');
  const adminPath = join(await tempFolder(), 'settings.toml');
  if (file !== undefined) await writeFile(path, file);
  if (admin !== undefined) await writeFile(adminPath, admin, { mode: 0o644 });
  const logger = testLogger();
  const owner = process.getuid?.() ?? null;
  const settings = await createSettings({
    path,
    logger,
    env: {},
    admin: { path: adminPath, owner },
    migrate: true,
    now: () => NOW,
    ...rest,
  });
  const backups = join(data, 'backups');
  return {
    settings,
    path,
    adminPath,
    logger,
    read: () => readFile(path, 'utf8'),
    copies: async () => (await readdir(backups).catch((error: NodeJS.ErrnoException) => [error.code])).sort(),
    copy: (name: string) => readFile(join(backups, name), 'utf8'),
  };
}

const problems = (of: Awaited<ReturnType<typeof open>>) => of.settings.problems().map(({ said }) => said.code);
const COPY = 'settings-v1-2026-11-29T09-30-00-000Z.toml';

/** The same step in the next format, for files that are older than one step. */
const later: SettingsMigration = {
  to: 3,
  name: 'later',
  renamed: {},
  migrate: (text) => (text.includes('128') ? setTomlValue(text, ['recording', 'keepMiB'], 256) : text),
};
const failing: SettingsMigration = {
  ...later,
  migrate: () => {
    throw new Error('no such luck');
  },
};

const refusing: SettingsMigration = {
  ...later,
  migrate: () => {
    throw new KimiError('INVALID_INPUT', { field: 'recording', reason: 'its place in the file cannot be edited, change it there' });
  },
};

describe('a settings file of an older format', () => {
  it('is rewritten once at the start: values and comments stay, what it was is kept beside it, and the log says so', async () => {
    const first = await open({ file: OLD });
    expect(first.settings.current).toMatchObject({ theme: 'dark', recording: { keepMiB: 128 } });
    expect(await first.read()).toBe(NEW);
    expect(await first.copies()).toEqual([COPY]);
    expect(await first.copy(COPY)).toBe(OLD);
    expect((await stat(join(first.path, '..', 'backups', COPY))).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
    const backup = join(first.path, '..', 'backups', COPY);
    expect(first.logger.lines).toEqual([expect.objectContaining({ level: 'info', fields: { path: first.path, from: 1, to: 2, backup } })]);
    expect(problems(first)).toEqual([]);

    const again = await open({ folder: join(first.path, '..'), now: () => NOW + 1 });
    expect(again.logger.lines).toEqual([]);
    expect(await again.copies()).toEqual([COPY]);
  });

  it('goes through every step from its own on, in one go', async () => {
    const both = [...MIGRATIONS, later];
    const old = await open({ file: OLD, migrations: both });
    expect(await old.read()).toBe(NEW.replace('= 2', '= 3').replace('128', '256'));
    expect(await old.copies()).toEqual([COPY]);
    const second = await open({ file: NEW, migrations: both });
    expect(await second.read()).toBe(NEW.replace('= 2', '= 3').replace('128', '256'));
    expect(await second.copies()).toEqual([COPY.replace('v1', 'v2')]);
  });

  it('is read as what it means by who may not write, and stays as it is', async () => {
    const reader = await open({ file: OLD, migrate: false });
    expect(reader.settings.current.recording.keepMiB).toBe(128);
    expect([await reader.read(), await reader.copies()]).toEqual([OLD, ['ENOENT']]);
    expect(problems(reader)).toEqual([]);
    expect(exportSettings(OLD)).toBe('format = 2\ntheme = "dark"\n\n[recording]\nkeepMiB = 128\n');
  });

  it('that comes while the engine runs holds at once, and is rewritten with the next change, not under the editor', async () => {
    const one = await open({ file: 'theme = "light"\n' });
    await writeFile(one.path, OLD);
    expect((await one.settings.get()).recording.keepMiB).toBe(128);
    expect(await one.read()).toBe(OLD);
    await one.settings.set('language', 'en');
    expect(await one.read()).toBe(NEW.replace('format = 2\n', 'format = 2\nlanguage = "en"\n'));
    expect(await one.copy(COPY)).toBe(OLD);
  });

  it('can be imported and edited', async () => {
    const one = await open({ file: '# mine\n' });
    await one.settings.merge('[spool]\nkeepMiB = 32\n');
    expect(await one.read()).toBe('# mine\n\n[recording]\nkeepMiB = 32\n');
    await one.settings.replace('[spool]\nkeepMiB = 16\n');
    expect(one.settings.current.recording.keepMiB).toBe(16);
    // What says that it is of this format has to be.
    await expect(one.settings.replace('format = 2\n[spool]\nkeepMiB = 16\n')).rejects.toMatchObject({
      context: { nearest: 'recording.keepMiB' },
    });
    await expect(one.settings.set('spool.keepMiB', '8')).rejects.toMatchObject({ context: { nearest: 'recording.keepMiB' } });
  });

  it('that the engine rewrote while it was edited was not changed by that', async () => {
    const one = await open({ file: OLD });
    expect(await one.read()).toBe(NEW);
    await one.settings.replace(`${OLD}# more\n`, OLD);
    expect(await one.read()).toBe(`${OLD}# more\n`);
  });

  it('has the new name in the environment too, and the old variable is said', async () => {
    const one = await open({ env: { KIMI_SHELL_SPOOL_KEEP_MIB: '8' } });
    expect(one.settings.current.recording.keepMiB).toBe(64);
    expect(one.settings.problems()).toEqual([
      expect.objectContaining({ text: 'KIMI_SHELL_SPOOL_KEEP_MIB is called KIMI_SHELL_RECORDING_KEEP_MIB now' }),
    ]);
  });
});

describe('a settings file without anything old in it', () => {
  it.each([
    ['written by hand, without a number', '# mine\n[recording]\nkeepMiB = 32\n'],
    ['of this format', 'format = 2\n[recording]\nkeepMiB = 32\n'],
    ['that is empty', ''],
    ['with names that nobody knows', 'future = 1\n[spool]\nother = 2\n'],
  ])('%s stays byte for byte', async (_, file) => {
    const one = await open({ file });
    expect([await one.read(), await one.copies()]).toEqual([file, ['ENOENT']]);
  });

  it('says its format when it is ours from the first line on, and the number is no setting', async () => {
    const one = await open({});
    await one.settings.unset('theme');
    await expect(one.read()).rejects.toMatchObject({ code: 'ENOENT' });
    await one.settings.set('theme', 'dark');
    expect(await one.read()).toBe('format = 2\ntheme = "dark"\n');
    expect(one.settings.entries.has('format')).toBe(false);
    expect(problems(one)).toEqual([]);
    await expect(one.settings.set('format', '3')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(one.settings.unset('format')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('a settings file of a newer format', () => {
  const newer = '# theirs\nformat = 7\ntheme = "dark"\nmood = "calm"\n[spool]\nkeepMiB = 5\n';

  it('is read as far as it is known, and not written to', async () => {
    const one = await open({ file: newer });
    expect(one.settings.current.theme).toBe('dark');
    expect(one.settings.current.recording.keepMiB, 'no step is gone back').toBe(64);
    expect(problems(one)).toContain('setting.newer');
    const refused = { code: 'SETTINGS_NEWER', context: { format: 7, known: 2, path: one.path } };
    for (const change of [
      () => one.settings.set('theme', 'light'),
      () => one.settings.unset('theme'),
      () => one.settings.merge('theme = "light"\n'),
      () => one.settings.replace('theme = "light"\n'),
    ])
      await expect(change()).rejects.toMatchObject(refused);
    expect([await one.read(), await one.copies()]).toEqual([newer, ['ENOENT']]);
  });

  it('is not taken as an import or an edit either', async () => {
    const one = await open({ file: 'theme = "dark"\n' });
    await expect(one.settings.merge('format = 3\ntheme = "light"\n')).rejects.toMatchObject({ code: 'SETTINGS_NEWER' });
    await expect(one.settings.replace('format = 3\n')).rejects.toMatchObject({ code: 'SETTINGS_NEWER' });
    expect(await one.read()).toBe('theme = "dark"\n');
  });

  it.each(['"two"', '0', '-1', '1.5', 'true', '[2]'])('that is none, %s, is said, and can be corrected', async (format) => {
    const one = await open({ file: `format = ${format}\ntheme = "dark"\n[spool]\nkeepMiB = 5\n` });
    expect(one.settings.current).toMatchObject({ theme: 'dark', recording: { keepMiB: 64 } });
    expect(problems(one)).toContain('setting.bad-format');
    await expect(one.settings.set('theme', 'light')).rejects.toMatchObject({ code: 'INVALID_INPUT', context: { field: 'format' } });
    await expect(one.settings.replace(await one.read())).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await one.settings.replace('theme = "light"\n');
    expect(await one.read()).toBe('theme = "light"\n');
  });
});

describe('what can go wrong while a settings file is rewritten', () => {
  it('a step that throws changes nothing, on the disk or in a part; what is known holds, and it is said', async () => {
    const one = await open({ file: OLD, migrations: [...MIGRATIONS, failing] });
    expect([await one.read(), await one.copies()]).toEqual([OLD, ['ENOENT']]);
    expect(one.settings.current).toMatchObject({ theme: 'dark', recording: { keepMiB: 64 } });
    expect(problems(one)).toEqual(['setting.not-migrated', 'setting.unknown']);
    expect(one.settings.problems()[0]?.text).toContain('no such luck');
    expect(one.logger.lines.some(({ level, fields }) => level === 'warn' && String(fields.problem).includes('no such luck'))).toBe(true);
    // It can still be changed, and the old name with its value waits for a version that does better.
    await one.settings.set('theme', 'light');
    expect(await one.read()).toBe(OLD.replace('dark', 'light'));
  });

  it('a copy that cannot be kept: the file stays, what it says holds, and no change is written without one', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'backups'), 'no folder');
    const one = await open({ folder, file: OLD });
    expect(one.settings.current.recording.keepMiB).toBe(128);
    expect(problems(one)).toEqual(['setting.not-rewritten']);
    expect(one.logger.lines).toEqual([expect.objectContaining({ level: 'error' })]);
    await expect(one.settings.set('theme', 'light')).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(await one.read()).toBe(OLD);
  });

  it('is said as the system says it, also where an error of our own brings it', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'settings.toml');
    const away = (): number => {
      rmSync(path);
      symlinkSync('settings.toml', path);
      return NOW;
    };
    const one = await open({ folder, file: OLD, now: away });
    expect(one.settings.problems().map(({ said }) => said)).toEqual([
      { code: 'setting.not-rewritten', values: { format: 1, known: 2, reason: 'ELOOP' } },
    ]);
  });

  it('a file that cannot be read is named, and one that is no TOML is left alone', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'settings.toml'));
    await expect(open({ folder })).rejects.toMatchObject({ code: 'FILE_UNREADABLE', context: { reason: 'EISDIR' } });
    const one = await open({ file: `${OLD}= 1\n` });
    expect([await one.read(), await one.copies()]).toEqual([`${OLD}= 1\n`, ['ENOENT']]);
  });

  it.for([
    ['is read-only', 'EROFS', ['-o', 'remount,ro']],
    ['is full', 'ENOSPC', []],
  ] as const)('a disk that %s: the file stays whole, what it says holds, and room is enough', async ([, code, remount], { skip }) => {
    const folder = await tempFolder();
    if (!mounted(folder)) return skip('this user may not mount a small disk');
    await writeFile(join(folder, 'settings.toml'), OLD);
    const filler = join(folder, 'filler');
    if (remount.length > 0) execFileSync('mount', [...remount, folder]);
    else await expect(writeFile(filler, Buffer.alloc(2 ** 20))).rejects.toMatchObject({ code });
    const one = await open({ folder });
    expect(one.settings.current.recording.keepMiB).toBe(128);
    expect(one.settings.problems()).toEqual([
      expect.objectContaining({ said: expect.objectContaining({ code: 'setting.not-rewritten' }) }),
    ]);
    expect(one.settings.problems()[0]?.said.values).toMatchObject({ reason: code });
    expect(await one.read()).toBe(OLD);
    await expect(one.settings.set('theme', 'light')).rejects.toMatchObject({ code });
    expect(await one.read()).toBe(OLD);
    if (remount.length > 0) execFileSync('mount', ['-o', 'remount,rw', folder]);
    else await writeFile(filler, '');
    await one.settings.set('theme', 'light');
    expect(await one.read()).toBe(NEW.replace('"dark"', '"light"'));
    expect(problems(one)).toEqual([]);
    expect(await one.copy(COPY)).toBe(OLD);
  });

  it('an end between the copy and the file: the next start goes on, and keeps no second copy', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'backups'));
    await writeFile(join(folder, 'backups', COPY), OLD);
    const one = await open({ folder, file: OLD, now: () => NOW + 60_000 });
    expect([await one.read(), await one.copies()]).toEqual([NEW, [COPY]]);
  });

  it('copies are kept, and no more than three', async () => {
    const folder = await tempFolder();
    const another = 'state-v6-2026-11-01T00-00-00-000Z.db';
    await mkdir(join(folder, 'backups'));
    await writeFile(join(folder, 'backups', another), '');
    for (let hour = 0; hour < 5; hour += 1) {
      await writeFile(join(folder, 'settings.toml'), OLD.replace('128', String(hour + 1)));
      await open({ folder, now: () => NOW + hour * 3_600_000 });
    }
    const newest = ['11', '12', '13'].map((hour) => COPY.replace('T09', `T${hour}`));
    expect((await readdir(join(folder, 'backups'))).sort()).toEqual([...newest, another]);
  });

  it('two processes at once: the file is rewritten whole, and each copy is what it was', async () => {
    const both = [0, 1].map(() => fork(PROCESS, { execArgv: [] }));
    onTestFinished(() => both.forEach((child) => void child.kill()));
    await Promise.all(both.map((child) => once(child, 'message')));
    for (let round = 0; round < 20; round += 1) {
      const folder = await tempFolder();
      await writeFile(join(folder, 'settings.toml'), OLD);
      const done = both.map((child) => once(child, 'message'));
      for (const child of both) child.send(join(folder, 'settings.toml'));
      await Promise.all(done);
      expect(await readFile(join(folder, 'settings.toml'), 'utf8')).toBe(NEW);
      for (const name of await readdir(join(folder, 'backups'))) expect(await readFile(join(folder, 'backups', name), 'utf8')).toBe(OLD);
      expect((await readdir(folder)).sort()).toEqual(['backups', 'settings.toml']);
    }
  });

  it('somebody who writes the file meanwhile loses nothing', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'settings.toml');
    let times = 0;
    const meddling = (): number => {
      // Asked for the name of the copy: after the file was read, before it is written.
      times += 1;
      if (times === 1) execFileSync(process.execPath, ['-e', `fs.appendFileSync(${JSON.stringify(path)}, 'more = 1\\n')`]);
      return NOW + times;
    };
    const one = await open({ folder, file: OLD, now: meddling });
    expect(await one.read()).toBe(
      '# mine\ntheme = "dark"\nformat = 2\n\n[spool]\n# enough\nmore = 1\n\n[recording]\nkeepMiB = 128 # for weeks\n',
    );
    expect(await one.copies()).toHaveLength(2);
  });
});

describe('an administrator’s file', () => {
  it('of an older format holds as what it means, and is not rewritten', async () => {
    const one = await open({ admin: '[spool]\nkeepMiB = 5\n' });
    expect(one.settings.entries.get('recording.keepMiB')).toMatchObject({ value: 5, source: 'admin' });
    expect(await readFile(one.adminPath, 'utf8')).toBe('[spool]\nkeepMiB = 5\n');
    await expect(one.settings.set('recording.keepMiB', '6')).rejects.toMatchObject({ code: 'SETTING_LOCKED' });
  });

  it.each([
    [
      'of a newer format',
      `format = ${latestFormat() + 1}\ntheme = "dark"\n`,
      MIGRATIONS,
      '它的格式 3 来自更新版本的 Kimi Shell；本版本只认识到 2，其中的内容一概不使用。',
    ],
    ['whose format is none', 'format = "x"\ntheme = "dark"\n', MIGRATIONS, '“format”后面的值不是格式编号。'],
    ['that says this format and has an old name', 'format = 2\n[spool]\nkeepMiB = 5\n', MIGRATIONS, 'spool.keepMiB：没有这个设置项'],
    [
      'for which a step throws',
      '[spool]\nkeepMiB = 5\n',
      [...MIGRATIONS, failing],
      '无法把它从格式 1 升级到 3（系统的原话：“Error: no such luck”），其中的内容一概不使用。',
    ],
    [
      'for which a step finds no place',
      '[spool]\nkeepMiB = 5\n',
      [...MIGRATIONS, refusing],
      '无法把它从格式 1 升级到 3（无法只改动它在 settings.toml 中的位置而不影响其余内容。请直接在文件中修改），其中的内容一概不使用。',
    ],
    ['that is no TOML', 'theme = "dark"\nformat\n', MIGRATIONS, '第 2 行不是 TOML：名称后面缺少“=”'],
    ['with a value that is too large', 'format = 2\n[terminal]\nfontSize = 99\n', MIGRATIONS, 'terminal.fontSize：最大为 32。'],
    ['with a value of another kind', 'format = 2\ntheme = 5\n', MIGRATIONS, 'theme：可用的值：system、light、dark。'],
  ])('%s is broken as a whole: nothing starts, and one that runs keeps what was locked', async (_, admin, migrations, why) => {
    const error = KimiError.from(await open({ admin, migrations }).catch((thrown: unknown) => thrown));
    expect(error.code).toBe('ADMIN_SETTINGS_BROKEN');
    const whole = errorText(error, textsIn('zh-CN')).why;
    expect(whole).toContain(`settings.toml：${why}`);
    // Nothing of the file holds, which is another matter than with one's own.
    expect(whole).not.toContain('有效');
    const one = await open({ admin: `format = ${latestFormat(migrations)}\ntheme = "light"\n`, migrations });
    await writeFile(one.adminPath, admin);
    await chmod(one.adminPath, 0o644);
    expect((await one.settings.get()).theme).toBe('light');
    expect(problems(one)).toEqual(['setting.admin']);
    const [problem] = one.settings.problems();
    expect(wordsOf(problem?.text ?? '', problem?.said, textsIn('zh-CN'))).toContain(why.replace(/。$/, ''));
    await expect(one.settings.set('theme', 'dark')).rejects.toMatchObject({ code: 'SETTING_LOCKED' });
  });
});

describe('the register of steps', () => {
  it('has one for each format, in order, and each leaves its own result alone', () => {
    expect(MIGRATIONS.map(({ to }) => to)).toEqual(MIGRATIONS.map((_, index) => index + 2));
    for (const { migrate } of MIGRATIONS) expect(migrate(migrate(OLD))).toBe(migrate(OLD));
  });
});

const PROCESS = join(import.meta.dirname, '../../../support/migrating-process.ts');

/** Whether a small disk of its own could be mounted there. */
function mounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=0700', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    // Only root may, and not in every container.
    return false;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return true;
}
