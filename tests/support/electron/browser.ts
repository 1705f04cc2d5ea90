// The browser side of the double: node browser.ts <folder for Chromium's profile>. Started by the app's main process, ends with it.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CHROMIUM_OPTIONS } from '../chromium.ts';
import { Cdp } from './cdp.ts';
import { BrowserPage } from './page.ts';
import { type Place, Switchboard } from './switchboard.ts';
import { Targets } from './targets.ts';
import type { BrowserCalls, FromMain, MainQuestions, PageResponse, PortTraffic, ToMain, UtilityTraffic, WindowSpec } from './wire.ts';

const profile = process.argv[2] ?? '';
const tell = (message: ToMain): void => void process.send?.(message);
const switchboard = new Switchboard();
const main: Place = { send: (traffic) => tell(traffic) };
const utilities = new Map<number, { readonly child: ChildProcess; readonly place: Place }>();
const pages = new Map<number, BrowserPage>();
const questions = new Map<number, (value: unknown) => void>();
let asked = 0;

function ask<M extends keyof MainQuestions>(method: M, ...args: Parameters<MainQuestions[M]>): Promise<ReturnType<MainQuestions[M]>> {
  const question = ++asked;
  tell({ t: 'question', question, method, args });
  return new Promise((resolve) => questions.set(question, resolve as (value: unknown) => void));
}

/** Electron reads the person's locale from the environment; Chromium without a screen wants to be told. */
function localeSwitches(lang = ''): readonly string[] {
  const [, language, country] = /^([a-z]{2})_([A-Z]{2})\b/.exec(lang) ?? [];
  return language === undefined ? [] : [`--lang=${language}-${country}`, `--accept-lang=${language}-${country}`];
}

mkdirSync(profile, { recursive: true });
const chromium = spawn(
  CHROMIUM_OPTIONS.executablePath ?? 'chromium',
  [
    ...(CHROMIUM_OPTIONS.args ?? []),
    '--headless=new',
    ...localeSwitches(process.env.LANG),
    '--remote-debugging-pipe',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--no-startup-window',
    '--no-default-browser-check',
    '--disable-features=Translate,HttpsUpgrades',
    '--disable-renderer-backgrounding',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
  ],
  { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
);
const devTools = new Promise<string>((resolve) => {
  let said = '';
  chromium.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4096);
    const address = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
    if (address !== undefined) resolve(address);
  });
});
chromium.once('exit', () => process.exit(1));
const cdp = new Cdp(chromium.stdio[4] as Readable, chromium.stdio[3] as Writable);
const targets = await Targets.of(cdp);

cdp.on('', 'Target.targetCreated', ({ targetInfo }) => {
  if (targetInfo.type === 'page' && targetInfo.openerId !== undefined && !targets.isOurs(targetInfo.targetId)) {
    // `setWindowOpenHandler` is told of it by Page.windowOpen; none of them lets it stay.
    cdp.call('Target.closeTarget', { targetId: targetInfo.targetId }).catch(complain);
  }
});
cdp.on('', 'Target.targetDestroyed', ({ targetId }) => {
  for (const [window, page] of pages) {
    if (page.target !== targetId) continue;
    pages.delete(window);
    page.gone();
    tell({ t: 'gone', window });
  }
});
cdp.on('', 'Target.targetCrashed', ({ targetId }) => {
  for (const page of pages.values()) if (page.target === targetId) page.crashed();
});
await cdp.call('Target.setDiscoverTargets', { discover: true });

function complain(error: unknown): void {
  process.stderr.write(`electron double: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

function pageOf(window: number): BrowserPage {
  const page = pages.get(window);
  if (page === undefined) throw new Error(`window ${window} is not (or no longer) there`);
  return page;
}

type Answers = { [M in keyof BrowserCalls]: (...args: Parameters<BrowserCalls[M]>) => Promise<ReturnType<BrowserCalls[M]>> };
const calls: Answers = {
  async open(window: number, spec: WindowSpec) {
    const page = await BrowserPage.open(
      cdp,
      switchboard,
      spec,
      {
        ipc: (channel, args, url, top) => tell({ t: 'from-page', window, channel, args, url, top }),
        ready: (url, title) => tell({ t: 'page-ready', window, url, title }),
        crashed: () => tell({ t: 'crashed', window }),
        opens: (url) => tell({ t: 'window-open', window, url }),
        request: (request) => ask('request', window, request) as Promise<PageResponse>,
        mayNavigate: (url, mainFrame) => ask('navigate', window, url, mainFrame),
      },
      targets,
    );
    pages.set(window, page);
    return { target: page.target };
  },
  async load(window, url) {
    await pageOf(window).load(url);
    return null;
  },
  async reload(window) {
    await pageOf(window).reload();
    return null;
  },
  async resize(window, width, height) {
    await pageOf(window).resize(width, height);
    return null;
  },
  async activate(window) {
    await pageOf(window).activate();
    return null;
  },
  async drop(window, x, y, paths) {
    await pageOf(window).drop(x, y, paths);
    return null;
  },
  async destroy(window) {
    await pages.get(window)?.close();
    return null;
  },
  devTools: () => devTools,
};

function startUtility(utility: number, script: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const child = fork(join(import.meta.dirname, 'utility.ts'), [script, ...args], {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const place: Place = { send: (traffic) => void child.send(traffic) };
  utilities.set(utility, { child, place });
  child.on('message', (message: UtilityTraffic) => {
    if (message.t === 'parent') tell({ t: 'from-utility', utility, data: message.data, ports: message.ports });
    else switchboard.heard(place, message);
  });
  child.once('exit', (code) => {
    utilities.delete(utility);
    switchboard.lost(place);
    tell({ t: 'utility-exit', utility, code: code ?? 1 });
  });
}

process.on('message', (message: FromMain) => {
  switch (message.t) {
    case 'call': {
      const { id, method, args } = message;
      const call = calls[method] as (...args: readonly unknown[]) => Promise<unknown>;
      call(...args).then(
        (value) => tell({ t: 'result', id, value }),
        (error: unknown) => tell({ t: 'result', id, error: error instanceof Error ? error.message : String(error) }),
      );
      return;
    }
    case 'fork':
      startUtility(message.utility, message.script, message.args, message.env);
      return;
    case 'to-utility': {
      const to = utilities.get(message.utility);
      if (to === undefined) return;
      const { after } = switchboard.move(message.ports, to.place);
      to.child.send({ t: 'parent', data: message.data, ports: message.ports } satisfies UtilityTraffic);
      after();
      return;
    }
    case 'kill':
      utilities.get(message.utility)?.child.kill();
      return;
    case 'to-page':
      pages.get(message.window)?.tell(message.channel, message.args, message.ports);
      return;
    case 'answer':
      questions.get(message.question)?.(message.value);
      questions.delete(message.question);
      return;
    default:
      switchboard.heard(main, message satisfies PortTraffic);
  }
});

// The app is gone, however it ended: its windows and helpers go with it.
process.on('disconnect', () => {
  for (const { child } of utilities.values()) child.kill('SIGKILL');
  chromium.kill('SIGKILL');
  process.exit(0);
});
