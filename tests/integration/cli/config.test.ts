import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { person } from './support.ts';

test('settings are read without an engine, with their source, and none is started for that', async () => {
  const { run, json, dataFolder, enginePid } = await person({ KIMI_SHELL_THEME: 'light' });
  await writeFile(join(dataFolder, 'settings.toml'), '# mine\n[terminal]\nfontSize = 9\n');
  expect(await json(['config', 'get', 'terminal.fontSize'])).toEqual({ key: 'terminal.fontSize', value: 9, source: 'file' });
  expect(await json(['config', 'get', 'theme'])).toEqual({ key: 'theme', value: 'light', source: 'environment' });
  expect(await json(['config', 'get', 'spool."keepMiB"'])).toEqual({ key: 'spool.keepMiB', value: 64, source: 'default' });
  expect(await json(['config', 'get', 'spool'])).toEqual([{ key: 'spool.keepMiB', value: 64, source: 'default' }]);
  expect((await run(['config', 'list'])).stdout).toMatch(/^terminal\.fontSize +9 +settings\.toml$/m);
  expect(await json(['config', 'list'])).toMatchObject({ theme: 'light', terminal: { fontSize: 9 }, keys: {} });
  expect((await run(['config', 'export'])).stdout).toBe('[terminal]\nfontSize = 9\n');
  const refused = await run(['config', 'get', 'terminal..fontSize', '--json']);
  expect(JSON.parse(refused.stderr).error).toMatchObject({ code: 'INVALID_INPUT', context: { field: '<key>' } });
  expect([refused.code, await enginePid()]).toEqual([2, null]);
});

test('settings are imported, edited and exported; a mistake changes nothing', async () => {
  const { run, json, dataFolder } = await person();
  const file = join(dataFolder, 'settings.toml');
  await mkdir(join(dataFolder, 'files'));
  const given = join(dataFolder, 'files', 'given.toml');
  await writeFile(given, 'theme = "dark"\n[terminal]\nfontSize = 99\n');
  expect(await run(['config', 'import', given])).toMatchObject({ code: 2, stderr: expect.stringContaining('terminal.fontSize') });
  expect(await run(['config', 'import', 'none.toml'])).toMatchObject({ code: 2, stderr: expect.stringContaining('none.toml') });
  await json(['config', 'import', '-'], { stdin: '[keys]\nsession-new = "Ctrl+Alt+KeyN"\n' });
  await json(['config', 'set', 'keys."session-new"', 'Ctrl+Alt+KeyM']);
  expect(await readFile(file, 'utf8')).toBe('[keys]\nsession-new = "Ctrl+Alt+KeyM"\n');

  const editor = join(dataFolder, 'files', 'editor.mjs');
  const edits = async (to: string) => {
    await writeFile(editor, `import { writeFileSync } from 'node:fs';\nwriteFileSync(process.argv[2], ${JSON.stringify(to)});\n`);
    return run(['config', 'edit', '--json'], { env: { EDITOR: `"${process.execPath}" "${editor}"` } });
  };
  expect(JSON.parse((await edits('theme = "dark" # by hand\n')).stdout)).toEqual({ changed: true });
  expect(JSON.parse((await edits('theme = "dark" # by hand\n')).stdout)).toEqual({ changed: false });
  expect(await edits('theme = "blue"\n')).toMatchObject({ code: 2, stdout: '' });
  expect(await run(['config', 'edit'], { env: { EDITOR: 'exit 3;' } })).toMatchObject({ code: 1 });
  expect(await readFile(file, 'utf8')).toBe('theme = "dark" # by hand\n');
  expect(await json(['config', 'get', 'theme'])).toEqual({ key: 'theme', value: 'dark', source: 'file' });
});

test('a value that something else overrides is saved, and it is said what holds and why', async () => {
  const { run, json, dataFolder } = await person({ KIMI_SHELL_THEME: 'light' });
  const set = await run(['config', 'set', 'theme', 'dark', '--json']);
  expect(JSON.parse(set.stdout)).toMatchObject({ theme: 'light' });
  expect(set.stderr).toMatch(/theme stays light.*KIMI_SHELL_THEME/);
  expect(await readFile(join(dataFolder, 'settings.toml'), 'utf8')).toBe('theme = "dark"\n');
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
  expect(await readFile(join(dataFolder, 'settings.toml'), 'utf8')).toBe('theme = "dark"\n\n[editor]\nprogram = "vscode"\n');
  expect(await run(['config', 'discover', '--yes', 'theme']), 'it holds already').toMatchObject({ code: 2 });
});
