import { access, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loginItem, startsHidden } from '#main/hosts/electron/lifecycle/login-item.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function linux(program = '/opt/Kimi Shell/kimi-shell') {
  const home = await tempFolder();
  const app = { setLoginItemSettings: () => expect.unreachable('Electron does not know how on Linux') };
  const item = loginItem({ app, platform: 'linux', program, env: {}, home });
  return { home, item, path: join(home, '.config/autostart/kimi-shell.desktop') };
}

describe('starting at login', () => {
  it('is a file on Linux, which goes again', async () => {
    const { item, path } = await linux();
    await item.set({ start: false, hidden: true });
    await expect(access(path)).rejects.toThrow('ENOENT');
    await item.set({ start: true, hidden: true });
    expect(await readFile(path, 'utf8')).toContain('\nExec="/opt/Kimi Shell/kimi-shell" --hidden\n');
    const made = (await stat(path)).mtimeMs;
    await item.set({ start: true, hidden: true });
    expect((await stat(path)).mtimeMs).toBe(made);
    await item.set({ start: true, hidden: false });
    expect(await readFile(path, 'utf8')).toContain('\nExec="/opt/Kimi Shell/kimi-shell"\n');
    await item.set({ start: false, hidden: false });
    await expect(access(path)).rejects.toThrow('ENOENT');
  });

  it('is written so that no path says more than a path', async () => {
    const { item, path } = await linux('/a"b\\c`d$e%f');
    await item.set({ start: true, hidden: false });
    expect(await readFile(path, 'utf8')).toContain('Exec="/a\\\\"b\\\\\\\\c\\\\`d\\\\$e%%f"\n');
  });

  it('is the system’s own on Windows and macOS', async () => {
    const asked: unknown[] = [];
    const app = { setLoginItemSettings: (settings: unknown) => void asked.push(settings) };
    for (const platform of ['win32', 'darwin'] as const) {
      await loginItem({ app, platform, program: 'C:\\k.exe', env: {}, home: '/h' }).set({ start: true, hidden: true });
    }
    expect(asked).toEqual([{ openAtLogin: true, path: 'C:\\k.exe', args: ['--hidden'] }, { openAtLogin: true }]);
  });

  it('opens no window when it is set so', () => {
    const at = (wasOpenedAtLogin: boolean) => ({ getLoginItemSettings: () => ({ wasOpenedAtLogin }) as never });
    expect(startsHidden(at(true), { hidden: false, startHidden: true, platform: 'darwin' })).toBe(true);
    expect(startsHidden(at(true), { hidden: false, startHidden: false, platform: 'darwin' })).toBe(false);
    expect(startsHidden(at(false), { hidden: false, startHidden: true, platform: 'darwin' })).toBe(false);
    expect(startsHidden(at(true), { hidden: false, startHidden: true, platform: 'linux' })).toBe(false);
    expect(startsHidden(at(false), { hidden: true, startHidden: true, platform: 'win32' })).toBe(true);
  });
});
