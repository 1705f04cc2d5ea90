import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { accelerator } from '#main/hosts/electron/menu/accelerator.ts';
import { menuTemplate } from '#main/hosts/electron/menu/menu.ts';
import { ACTION_KEYS } from '#shared/action-keys.ts';

function menus(over: Partial<Parameters<typeof menuTemplate>[0]> = {}) {
  const did: string[] = [];
  const template = menuTemplate({
    language: 'en',
    platform: 'linux',
    keys: {},
    devTools: false,
    act: (action) => did.push(action),
    quit: () => did.push('quit'),
    ...over,
  });
  const items = template.flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[]);
  const item = (id: string) => items.find((one) => one.id === id);
  return { did, template, items, item };
}
const click = (item: MenuItemConstructorOptions | undefined) => item?.click?.({} as never, undefined, {} as never);

describe('the menus', () => {
  it('carry out the window’s actions', () => {
    const { did, item, items } = menus();
    click(item('session.new'));
    click(item('view.settings'));
    click(items.find(({ label }) => label === 'Quit Kimi Shell'));
    expect(did).toEqual(['session.new', 'view.settings', 'quit']);
  });

  it('show the keys that hold: the table’s, the person’s own, or none', () => {
    expect(menus().item('session.new')?.accelerator).toBe('Ctrl+Shift+Enter');
    expect(menus({ platform: 'darwin' }).item('view.settings')?.accelerator).toBe('Command+,');
    expect(menus({ keys: { 'session-new': 'Alt+F5' } }).item('session.new')?.accelerator).toBe('Alt+F5');
    expect(menus({ keys: { 'session-new': '' } }).item('session.new')).not.toHaveProperty('accelerator');
  });

  it('take no key away from the window outside of macOS, where Ctrl+C and Ctrl+W are a terminal’s', () => {
    const { items } = menus();
    const taking = items.filter((item) => item.type !== 'separator' && (item.role !== undefined || item.accelerator !== undefined));
    expect(taking.filter(({ registerAccelerator }) => registerAccelerator !== false)).toEqual([]);
    expect(menus({ platform: 'darwin' }).items.find(({ role }) => role === 'copy')?.registerAccelerator).toBe(true);
  });

  it('are in the person’s language throughout, and have no letter that Alt would take', () => {
    const labels = (language: 'en' | 'zh-CN') => menus({ language }).items.flatMap(({ label }) => label ?? []);
    expect(labels('zh-CN')).toHaveLength(labels('en').length);
    for (const label of labels('zh-CN')) expect(label).toMatch(/\p{Script=Han}/u);
    for (const label of [...labels('en'), ...menus().template.map(({ label: title }) => title ?? '')]) expect(label).not.toContain('&');
  });

  it('offer the developer tools only where they are not switched off', () => {
    const has = (devTools: boolean) => menus({ devTools }).items.some(({ role }) => role === 'toggleDevTools');
    expect([has(false), has(true)]).toEqual([false, true]);
  });

  it('begin with the app’s own on a Mac', () => {
    expect(menus({ platform: 'darwin' }).template[0]?.label).toBe('Kimi Shell');
    expect(menus().template[0]?.label).toBe('Session');
  });
});

describe('a key in a menu', () => {
  it('can be written for every key of the table', () => {
    for (const { mac, other } of Object.values(ACTION_KEYS)) for (const spec of [mac, other]) expect(accelerator(spec)).not.toBeNull();
    expect(accelerator('Shift+Cmd+ArrowLeft')).toBe('Shift+Command+Left');
    expect(accelerator('Ctrl+IntlRo')).toBeNull();
  });
});
