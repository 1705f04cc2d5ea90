import { CHINESE, expect, test } from '../../support/e2e.ts';
import { textsIn } from '../../support/texts.ts';

const chinese = textsIn('zh-CN');
const PROBLEM = { problem: '/nope/kimi：没有这个文件' };

test.use({ appOptions: { demo: false, env: { ...CHINESE.app, KIMI_SHELL_KIMI_PATH: '/nope/kimi' } } });

test('a setting that names no kimi is told as that, and leads to the settings', async ({ openWindow }) => {
  const window = await openWindow(CHINESE.window);
  const { page } = window;
  const wrong = page.getByRole('region', { name: chinese('window.kimi.setting.title') });
  await expect(wrong, 'the first steps').toContainText(chinese('window.kimi.setting.body', PROBLEM));
  await page.getByRole('button', { name: chinese('window.welcome.skip') }).click();
  await page.keyboard.press('Control+Shift+Enter');
  const dialog = page.getByRole('dialog', { name: chinese('window.new.title') });
  await expect(dialog.getByRole('region', { name: chinese('window.kimi.setting.title') })).toContainText('/nope/kimi');
  await expect(dialog.getByRole('button', { name: chinese('window.kimi.missing.install') }), 'would change nothing').toHaveCount(0);
  await dialog.getByRole('button', { name: chinese('window.kimi.setting.open') }).click();
  await expect(dialog).toBeHidden();
  const settings = page.getByRole('main');
  await expect(settings.getByRole('textbox', { name: chinese('setting.kimi.path') })).toHaveValue('/nope/kimi');

  // The doctor there says the same.
  await settings.getByRole('button', { name: chinese('window.doctor.check') }).click();
  const finding = settings
    .getByRole('listitem')
    .filter({ hasText: chinese('doctor.kimi.setting', { ...PROBLEM, where: 'KIMI_SHELL_KIMI_PATH' }) });
  await expect(finding).toBeVisible();
});
