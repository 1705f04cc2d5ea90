import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createDoctor, engineChecks, settingsCheck } from '#main/engine/doctor/index.ts';
import { createSettings } from '#main/engine/settings/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { findingText } from '#shared/messages/finding-text.ts';
import { textsIn } from '#shared/messages/texts-in.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

type EngineCheckOptions = Parameters<typeof engineChecks>[0];

/** Settings of a running engine, and what its doctor says of them in both languages. */
async function running(text: string, env: Record<string, string> = {}) {
  const path = join(await tempFolder(), 'settings.toml');
  const adminPath = join(await tempFolder(), 'settings.toml');
  await writeFile(path, text);
  const admin = { path: adminPath, owner: process.getuid?.() ?? null };
  const settings = await createSettings({ path, logger: testLogger(), env, admin });
  onTestFinished(() => settings.close());
  const doctor = createDoctor([settingsCheck(settings)]);
  const says = async () => {
    const [check] = await doctor.run();
    return { ok: check?.ok, en: findingText(check!, textsIn('en')), zh: findingText(check!, textsIn('zh-CN')) };
  };
  return { path, adminPath, settings, says };
}

it('says of a file that is no TOML what holds until it is corrected', async () => {
  const { path, settings, says } = await running('theme = "dark"\n');
  await writeFile(path, 'theme = "light"\nno toml\n');
  const { ok, en, zh } = await says();
  expect(ok).toBe('warning');
  expect(en).toMatch(/^settings\.toml cannot be used: line 2: .*until then nothing is written to it, and what was good before holds/);
  expect(zh).toMatch(/^settings\.toml 无法使用：第 2 行：.*先前有效的设置继续有效/);
  expect(settings.current.theme).toBe('dark');
});

it('says of a file that cannot be read that it cannot', async () => {
  const { path, says } = await running('theme = "dark"\n');
  await rm(path);
  await symlink('settings.toml', path);
  expect((await says()).en).toMatch(
    /^settings\.toml cannot be used: it cannot be read: ELOOP\. Correct that; until then nothing is written/,
  );
  await rm(path);
  await mkdir(path);
  expect((await says()).zh).toContain('settings.toml 无法使用：无法读取：它是文件夹，不是文件（EISDIR）。');
});

it('says of a bad value that the last good one holds', async () => {
  const { path, says } = await running('theme = "dark"\n');
  await writeFile(path, 'theme = 5\n');
  const { en, zh } = await says();
  expect(en).toMatch(/^Some of settings\.toml was ignored: theme .*until then the last good value holds, or else the default\.$/);
  expect(zh).toMatch(/^settings\.toml 中有内容被忽略：theme.*使用上次有效的值，没有时使用默认值。$/);
});

it('names the administrator’s file as the one that is broken, and nothing else', async () => {
  const { adminPath, says } = await running('theme = "dark"\n');
  await writeFile(adminPath, 'them = "dark"\n', { mode: 0o644 });
  const { en, zh } = await says();
  expect(en).toMatch(/^The administrator’s settings are broken: .*settings\.toml: them: .*what it locked before stays locked\.$/);
  expect(zh).toMatch(/^管理员设置有误：.*先前锁定的设置保持锁定。$/);
  expect(en).not.toContain('ignored');
});

it('says of a variable that it is one, and where it is corrected', async () => {
  const { says } = await running('', { KIMI_SHELL_THEME: 'puce' });
  const { en, zh } = await says();
  expect(en).toMatch(/^Of the environment these variables were ignored: KIMI_SHELL_THEME .*where the engine is started\.$/);
  expect(zh).toMatch(/^这些环境变量被忽略：KIMI_SHELL_THEME.*请在启动引擎的地方更正或删除它们。$/);
  expect(en).not.toContain('settings.toml');
});

/** What the doctor says of secrets, in both languages. */
async function ofSecrets(secrets: EngineCheckOptions['secrets'], keys: Readonly<Record<string, string>> = {}) {
  const settings = { get: async () => ({ model_keys: keys }) };
  const options = { secrets, settings } as unknown as EngineCheckOptions;
  const [check] = await createDoctor(engineChecks(options).filter(({ id }) => id === 'secrets')).run();
  return { ok: check?.ok, en: findingText(check!, textsIn('en')), zh: findingText(check!, textsIn('zh-CN')) };
}

it('tells both that secrets are locked and that a key of a model is missing', async () => {
  const locked = { list: async () => [], status: async () => ({ state: 'locked', reason: 'passphrase', waiting: 1 }) as const };
  const both = await ofSecrets(locked, { anthropic: 'secret:gone' });
  expect(both.en).toMatch(/^Secrets wait for their passphrase.*\(1\).*secret unlock”\. model_keys in the settings .*not there: gone\./);
  expect(both.zh).toMatch(/等待口令.*（1）.*model_keys 指定了不存在的机密：gone。/);
  expect((await ofSecrets(locked)).en).toMatch(/secret unlock”\.$/);
  const open = { list: async () => [], status: async () => ({ state: 'ready', store: 'keychain', waiting: 0 }) as const };
  expect((await ofSecrets(open, { anthropic: 'secret:gone' })).en).toMatch(/^model_keys in the settings .*not there: gone\./);
});

it('says in words what keeps a check from being made, and what to do', async () => {
  const damaged = () => Promise.reject(new KimiError('SECRETS_DAMAGED', { path: '/d/secrets.json', reason: 'it is no JSON' }));
  const { ok, en, zh } = await ofSecrets({ list: damaged, status: damaged });
  expect(ok).toBe('failed');
  expect(en).toMatch(
    /^The store of secrets \/d\/secrets\.json is damaged\. It is not JSON\. It was kept as it is, .*Put a copy in its place/,
  );
  expect(zh).toMatch(/^机密存储 \/d\/secrets\.json 已损坏。它不是 JSON。文件保持原样/);
});
