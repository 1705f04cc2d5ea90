import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { StartWish } from '#main/hosts/electron/arguments.ts';
import { registerLinks, SingleInstance } from '#main/hosts/electron/lifecycle/single-instance.ts';
import { Preventable } from './prevented.ts';

const WISH: StartWish = { hidden: false, link: 'kimi-shell://new', folder: null };

class App extends EventEmitter {
  readonly sent: unknown[] = [];
  readonly first: boolean;
  constructor(first: boolean) {
    super();
    this.first = first;
  }
  requestSingleInstanceLock(data: unknown) {
    this.sent.push(data);
    return this.first;
  }
}
const asApp = (app: App) => app as never;
const event = () => new Preventable();

describe('a second start', () => {
  it('passes on what it was asked for, and is not the app', () => {
    const app = new App(false);
    expect(new SingleInstance().claim(asApp(app), { ...WISH, demo: true, dataFolder: '/secret' } as StartWish)).toBe(false);
    expect(app.sent).toEqual([WISH]);
    expect(app.eventNames()).toEqual([]);
  });

  it('is heard by the first, also before that is ready, and is believed nothing but its few fields', () => {
    const app = new App(true);
    const instance = new SingleInstance();
    expect(instance.claim(asApp(app), WISH)).toBe(true);
    app.emit('second-instance', event(), ['--no-sandbox'], '/', { ...WISH, hidden: true, run: 'rm' });
    const heard: StartWish[] = [];
    instance.handle((wish) => heard.push(wish));
    app.emit('second-instance', event(), [], '/', { link: 7 });
    expect(heard).toEqual([WISH, { hidden: false, link: null, folder: null }]);
  });

  it('can be macOS handing over a link or a folder', () => {
    const app = new App(true);
    const instance = new SingleInstance();
    instance.claim(asApp(app), WISH);
    const heard: StartWish[] = [];
    instance.handle((wish) => heard.push(wish));
    const [link, folder] = [event(), event()];
    app.emit('open-url', link, 'kimi-shell://');
    app.emit('open-file', folder, '/w');
    expect(heard).toMatchObject([{ link: 'kimi-shell://' }, { folder: '/w' }]);
    expect([link.prevented, folder.prevented]).toEqual([true, true]);
  });
});

describe('links of ours', () => {
  it('are registered with the switches’ end before them', () => {
    const made: unknown[] = [];
    const app = { setAsDefaultProtocolClient: (...args: unknown[]) => made.push(args) > 0 };
    registerLinks(app, '/opt/kimi-shell');
    expect(made).toEqual([['kimi-shell', '/opt/kimi-shell', ['--']]]);
  });
});
