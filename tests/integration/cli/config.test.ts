import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { person } from './support.ts';

test('settings are read without an engine, with their source, and none is started for that', async () => {
  const { run, json, dataFolder, enginePid } = await person({ KIMI_SHELL_THEME: 'light' });
  await writeFile(join(dataFolder, 'settings.toml'), '# mine\n[terminal]\nfontSize = 9\n');
  expect(await json(['config', 'get', 'terminal.fontSize'])).toEqual({ key: 'terminal.fontSize', value: 9, source: 'file' });
  expect(await json(['config', 'get', 'theme'])).toEqual({ key: 'theme', value: 'light', source: 'environment' });
  expect(await json(['config', 'get', 'recording."keepMiB"'])).toEqual({ key: 'recording.keepMiB', value: 64, source: 'default' });
  expect(await json(['config', 'get', 'recording'])).toEqual([{ key: 'recording.keepMiB', value: 64, source: 'default' }]);
  expect((await run(['config', 'list'])).stdout).toMatch(/^terminal\.fontSize +9 +settings\.toml$/m);
  expect(await json(['config', 'list'])).toMatchObject({ theme: 'light', terminal: { fontSize: 9 }, keys: {} });
  expect((await run(['config', 'export'])).stdout).toBe('format = 2\n\n[terminal]\nfontSize = 9\n');
  await writeFile(join(dataFolder, 'settings.toml'), '[terminal]\nfontSize = 9\nfontsise = 9\n[bogus]\nname = 1\n');
  const listed = await run(['config', 'list', '--json']);
  expect([listed.code, JSON.parse(listed.stdout), listed.stderr]).toEqual([
    0,
    expect.objectContaining({ theme: 'light' }),
    expect.stringMatching(/was ignored\..*\n {2}terminal\.fontsise: no such setting, terminal\.fontSize is near.*\n {2}bogus[^\n]*\n$/),
  ]);
  const refused = await run(['config', 'get', 'terminal..fontSize', '--json']);
  expect(JSON.parse(refused.stderr).error).toMatchObject({ code: 'INVALID_INPUT', context: { field: '<key>' } });
  expect([refused.code, await enginePid()]).toEqual([2, null]);
});

test('a file that cannot be used is not exported as an empty one, with an engine or without', async () => {
  const { run, json, dataFolder } = await person();
  const file = join(dataFolder, 'settings.toml');
  const refused = async (content: string | Buffer, code: string) => {
    await writeFile(file, content);
    const { stdout, stderr, code: exit } = await run(['config', 'export', '--json']);
    expect([stdout, exit]).toEqual(['', 2]);
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'INVALID_INPUT', context: { field: file, reason: { code } } });
  };
  const latin = Buffer.from('theme = "dark" # caf\xe9\n', 'latin1');
  await refused('theme = dark\n', 'setting.not-toml');
  await refused(latin, 'setting.not-utf-8');
  await writeFile(file, '');
  await json(['config', 'set', 'theme', 'dark']);
  await refused('theme = dark\n', 'setting.not-toml');
  await refused(latin, 'setting.not-utf-8');
});

test('settings are imported, edited and exported; a mistake changes nothing', async () => {
  const { run, json, dataFolder } = await person();
  const file = join(dataFolder, 'settings.toml');
  await mkdir(join(dataFolder, 'files'));
  const given = join(dataFolder, 'files', 'given.toml');
  await writeFile(given, 'theme = "dark"\n[terminal]\nfontSize = 99\n');
  expect(await run(['config', 'import', given])).toMatchObject({ code: 2, stderr: expect.stringContaining('terminal.fontSize') });
  expect(await run(['config', 'import', 'none.toml'])).toMatchObject({ code: 2, stderr: expect.stringContaining('none.toml') });
  await writeFile(given, Buffer.from('theme = "dark"\n# caf\xe9\n', 'latin1'));
  expect(await run(['config', 'import', given])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/given\.toml[\s\S]*line 2.*no UTF-8/),
  });
  await json(['config', 'import', '-'], { stdin: '[keys]\nsession-new = "Ctrl+Alt+KeyN"\n' });
  await json(['config', 'set', 'keys."session-new"', 'Ctrl+Alt+KeyM']);
  const dead = await run(['config', 'set', 'keys.session-new', 'Ctrl+Alt+N']);
  expect([dead.code, dead.stderr]).toEqual([
    2,
    expect.stringMatching(/keys\.session-new[\s\S]*Ctrl\+Alt\+N[\s\S]*Did you mean Ctrl\+Alt\+KeyN\?/),
  ]);
  const nobody = await run(['config', 'set', 'keys.session-nwe', 'Ctrl+Alt+KeyN']);
  expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('did you mean keys.session-new?')]);
  expect(await readFile(file, 'utf8')).toBe('format = 2\n\n[keys]\nsession-new = "Ctrl+Alt+KeyM"\n');

  const editor = join(dataFolder, 'files', 'editor.mjs');
  const edits = async (to: string, meanwhile = '') => {
    const writes = [`writeFileSync(process.argv[2], ${JSON.stringify(to)})`];
    if (meanwhile !== '') writes.push(`writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(meanwhile)})`);
    await writeFile(editor, `import { writeFileSync } from 'node:fs';\n${writes.join(';\n')};\n`);
    return run(['config', 'edit', '--json'], { env: { EDITOR: `"${process.execPath}" "${editor}"` } });
  };
  expect(JSON.parse((await edits('theme = "dark" # by hand\n')).stdout)).toEqual({ changed: true });
  expect(JSON.parse((await edits('theme = "dark" # by hand\n')).stdout)).toEqual({ changed: false });
  const kept = async (stderr: string) => {
    const path = /kept in (.*settings\.toml)\.$/m.exec(stderr)?.[1] ?? '';
    onTestFinished(() => rm(dirname(path), { recursive: true }));
    return readFile(path, 'utf8');
  };
  const mistaken = await edits('theme = "blue"\n');
  expect(mistaken).toMatchObject({ code: 2, stdout: '' });
  expect(await kept(mistaken.stderr)).toBe('theme = "blue"\n');
  const crossed = await edits('theme = "light"\n', 'theme = "dark" # by hand\n\n');
  expect(crossed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('CONFLICT') });
  expect(await kept(crossed.stderr)).toBe('theme = "light"\n');
  expect(await readFile(file, 'utf8')).toBe('theme = "dark" # by hand\n\n');
  await writeFile(file, 'theme = "dark" # by hand\n');
  expect(await run(['config', 'edit'], { env: { EDITOR: 'exit 3;' } })).toMatchObject({
    code: 1,
    stderr: expect.not.stringContaining('kept in'),
  });
  const failed = await run(['config', 'edit'], { env: { EDITOR: `printf 'theme = "light"' > "$1"; exit 3;` } });
  expect([failed.code, await kept(failed.stderr)]).toEqual([1, 'theme = "light"']);
  expect(await run(['config', 'edit'], { env: { EDITOR: 'rm' } })).toMatchObject({
    code: 0,
    stderr: expect.not.stringContaining('kept in'),
  });
  const emptied = await run(['config', 'edit'], { env: { EDITOR: 'truncate -s 0' } });
  expect([emptied.code, emptied.stderr, await kept(emptied.stderr)]).toEqual([2, expect.stringContaining('Nothing is left of it'), '']);
  expect(await readFile(file, 'utf8')).toBe('theme = "dark" # by hand\n');
  expect(await json(['config', 'get', 'theme'])).toEqual({ key: 'theme', value: 'dark', source: 'file' });
});

test('a value that something else overrides is saved, and it is said what holds and why', async () => {
  const { run, json, dataFolder } = await person({ KIMI_SHELL_THEME: 'light' });
  const set = await run(['config', 'set', 'theme', 'dark', '--json']);
  expect(JSON.parse(set.stdout)).toEqual({ key: 'theme', value: 'light', source: 'environment' });
  expect(set.stderr).toMatch(/theme stays light.*KIMI_SHELL_THEME/);
  expect(await readFile(join(dataFolder, 'settings.toml'), 'utf8')).toBe('format = 2\ntheme = "dark"\n');
  expect((await run(['config', 'unset', 'theme'], { env: { LANG: 'zh_CN.UTF-8' } })).stderr).toContain('仍为 light');
  expect(await run(['config', 'set', 'density', 'compact'])).toMatchObject({ code: 0, stderr: '' });
  expect(await json(['config', 'get', 'theme'])).toEqual({ key: 'theme', value: 'light', source: 'environment' });
});

test('what is found on the machine is saved only where it was confirmed by name', async () => {
  const { run, json, dataFolder, enginePid } = await person({
    EDITOR: 'code --wait',
    MOONSHOT_API_KEY: 'sk-planted-and-never-to-be-shown',
  });
  await mkdir(join(dataFolder, '.kimi-code'));
  await writeFile(join(dataFolder, '.kimi-code', 'tui.toml'), 'theme = "dark"\n');
  const looked = await run(['config', 'discover']);
  expect(looked.stdout).toMatch(/^editor\.program +vscode +EDITOR$/m);
  expect(looked.stdout).not.toContain('planted');
  expect(await enginePid(), 'looking starts no engine').toBeNull();
  expect(await run(['config', 'discover', '--yes', 'language'])).toMatchObject({ code: 2 });
  const { saved } = await json<{ saved: string[] }>(['config', 'discover', '--yes', 'theme', 'editor.program']);
  expect(saved).toEqual(['theme', 'editor.program']);
  expect(await readFile(join(dataFolder, 'settings.toml'), 'utf8')).toBe('format = 2\ntheme = "dark"\n\n[editor]\nprogram = "vscode"\n');
  expect(await run(['config', 'discover', '--yes', 'theme']), 'it holds already').toMatchObject({ code: 2 });
});

test('an engine that starts rewrites settings of an older format and keeps what they were; reading alone does not', async () => {
  const { run, json, dataFolder, enginePid } = await person();
  const file = join(dataFolder, 'settings.toml');
  const old = '# mine\n[spool]\nkeepMiB = 5 # little\n';
  await writeFile(file, old);
  expect(await json(['config', 'get', 'recording.keepMiB'])).toEqual({ key: 'recording.keepMiB', value: 5, source: 'file' });
  expect((await run(['doctor'])).stdout).toContain('The settings are all understood');
  expect([await readFile(file, 'utf8'), await enginePid()]).toEqual([old, null]);
  await json(['config', 'set', 'theme', 'dark']);
  expect(await readFile(file, 'utf8')).toBe('format = 2\ntheme = "dark"\n\n# mine\n[recording]\nkeepMiB = 5 # little\n');
  const [copy = ''] = (await readdir(join(dataFolder, 'backups'))).filter((name) => name.startsWith('settings-v1-'));
  expect(await readFile(join(dataFolder, 'backups', copy), 'utf8')).toBe(old);
  expect((await run(['logs', '--grep', 'newer format', '--json'])).stdout).toContain(copy);
});

test('settings of a newer format are not written to, and it is said what to do', async () => {
  const { run, json, dataFolder } = await person();
  const file = join(dataFolder, 'settings.toml');
  await writeFile(file, 'format = 9\ntheme = "dark"\nmood = "calm"\n');
  expect(await json(['config', 'get', 'theme'])).toMatchObject({ value: 'dark', source: 'file' });
  const refused = await run(['config', 'set', 'theme', 'light']);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/format 9.*up to 2[\s\S]*Update Kimi Shell/);
  expect((await run(['config', 'set', 'theme', 'light'], { env: { LANG: 'zh_CN.UTF-8' } })).stderr).toContain('请更新 Kimi Shell');
  expect((await run(['doctor'])).stdout).toContain('format 9, of a newer version');
  expect(await run(['config', 'export'])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/format 9/) });
  expect(await readFile(file, 'utf8')).toBe('format = 9\ntheme = "dark"\nmood = "calm"\n');
});
