import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adminMachine } from '../../support/admin-file.ts';
import { person } from './support.ts';

const WHY = 'needs root on Linux, to lay a file of the administrator over /etc';

test('what the administrator set is shown as locked, cannot be changed, and chooses the language', async ({ skip }) => {
  const { runProcess, dataFolder } = await person({ KIMI_SHELL_THEME: 'light' });
  const machine = adminMachine(join(dataFolder, 'machine'), 'language = "zh-CN"\ntheme = "dark"\n');
  if (machine === null) return skip(WHY);
  const run = (...args: readonly string[]) => runProcess(args, machine);
  expect((await run('config', 'list')).stdout).toMatch(/^theme +dark +已由管理员锁定$/m);
  const refused = await run('config', 'set', 'theme', 'light', '--json');
  expect(refused.code).toBe(4);
  expect(JSON.parse(refused.stderr).error).toMatchObject({ code: 'SETTING_LOCKED', context: { key: 'theme', value: 'dark' } });
  expect(JSON.parse((await run('config', 'get', 'theme', '--json')).stdout)).toMatchObject({ value: 'dark', source: 'admin' });
  expect((await run('help', 'config', 'set')).stdout).toContain('修改一项设置');
});

test('a broken file of the administrator lets no engine start, and the doctor says so without one', async ({ skip }) => {
  const { runProcess, dataFolder, enginePid } = await person();
  const machine = adminMachine(join(dataFolder, 'machine'), 'them = "dark"\n');
  if (machine === null) return skip(WHY);
  const run = (...args: readonly string[]) => runProcess(args, machine);
  const doctor = await run('doctor', '--json');
  expect(doctor.code).toBe(1);
  expect(JSON.parse(doctor.stdout).checks).toContainEqual(
    expect.objectContaining({ id: 'settings', ok: 'failed', message: 'doctor.settings.admin' }),
  );
  expect((await run('doctor')).stdout).toMatch(/\/etc\/kimi-shell\/settings\.toml: them/);
  expect(await run('session', 'list')).toMatchObject({ code: expect.not.toBeOneOf([0]), stderr: expect.stringContaining('settings.toml') });
  expect(await enginePid()).toBeNull();
});

test('without an engine the doctor says what of the settings is ignored', async () => {
  const { run, enginePid } = await person({ KIMI_SHELL_TERMINAL_FONT_SIZE: '99' });
  expect((await run(['doctor'])).stdout).toMatch(/KIMI_SHELL_TERMINAL_FONT_SIZE/);
  expect(await enginePid()).toBeNull();
});
