import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Closing, closePlan } from '#main/hosts/electron/lifecycle/closing.ts';
import { until } from '../../../support/until.ts';
import { Preventable } from './prevented.ts';

const facts = { last: true, quitting: false, closeToTray: false, tray: true, platform: 'linux' as NodeJS.Platform };

describe('the close button', () => {
  it('of the last window quits, or leaves the app in its tray when it is set so and there is one', () => {
    expect(closePlan(facts)).toBe('quit');
    expect(closePlan({ ...facts, closeToTray: true })).toBe('hide');
    expect(closePlan({ ...facts, closeToTray: true, tray: false })).toBe('quit');
  });

  it('closes one of several, and each on a Mac or when the app quits', () => {
    expect(closePlan({ ...facts, last: false, closeToTray: true })).toBe('close');
    expect(closePlan({ ...facts, platform: 'darwin' })).toBe('close');
    expect(closePlan({ ...facts, platform: 'darwin', closeToTray: true })).toBe('hide');
    expect(closePlan({ ...facts, closeToTray: true, quitting: true })).toBe('close');
  });

  it('waits for the setting, and then does it once', async () => {
    const did: string[] = [];
    class Window extends EventEmitter {
      isDestroyed = () => false;
      hide = () => void did.push('hidden');
      close = () => {
        const event = new Preventable();
        this.emit('close', event);
        if (!event.prevented) did.push('closed');
      };
    }
    let closeToTray = true;
    let windows = 1;
    const closing = new Closing({
      settings: async () => ({ desktop: { closeToTray, startAtLogin: false, startHidden: true, confirmQuit: true } }),
      tray: () => true,
      quitting: () => false,
      windows: () => windows,
      quit: () => did.push('quit'),
      platform: 'linux',
      failed: (error) => did.push(String(error)),
    });
    const window = new Window();
    closing.follow(window as never);
    window.close();
    await until('hidden', () => did.at(-1) === 'hidden');
    closeToTray = false;
    window.close();
    await until('quit', () => did.at(-1) === 'quit');
    windows = 2;
    window.close();
    await until('closed', () => did.at(-1) === 'closed');
    expect(did).toEqual(['hidden', 'quit', 'closed']);
  });
});
