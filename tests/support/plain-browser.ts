import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { CHROMIUM_OPTIONS } from './chromium.ts';

/** A tab of a plain browser. */
export interface PlainTab {
  /** Brings it to the front of its window, which hides the tab that was there. */
  show(): Promise<void>;
  /** Runs an expression in the page and returns its value (awaited when it is a promise). */
  evaluate<T>(expression: string): Promise<T>;
}

/**
 * A Chromium without Playwright's emulation, which keeps every page visible and focused: here a tab behind another one is as
 * hidden as it is for a person.
 */
export interface PlainBrowser {
  open(url: string): Promise<PlainTab>;
  close(): Promise<void>;
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** Starts one with a profile of its own. @throws Error when it ends before it can be talked to */
export async function startPlainBrowser(): Promise<PlainBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'kimi-shell-browser-'));
  const args = ['--headless', '--window-size=1280,800', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
  const program = CHROMIUM_OPTIONS.executablePath;
  if (program === undefined) throw new Error('needs CHROMIUM_PATH or /usr/bin/chromium');
  const browser = spawn(program, [...(CHROMIUM_OPTIONS.args ?? []), ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const socket = new WebSocket(await debuggerAddress(browser));
  await new Promise((opened, failed) => socket.once('open', opened).once('error', failed));
  const loaded = new Map<string, () => void>();
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.method === 'Page.loadEventFired') loaded.get(String(answer.sessionId))?.();
    if (answer.id === undefined) return;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let last = 0;
  const send = (method: string, params: Record<string, unknown>, sessionId?: string) =>
    new Promise<Record<string, unknown>>((done, failed) => {
      last += 1;
      waiting.set(last, ({ result, error }) =>
        error === undefined ? done(result ?? {}) : failed(new Error(`${method}: ${error.message}`)),
      );
      socket.send(JSON.stringify({ id: last, method, params, sessionId }));
    });
  return {
    open: async (url) => {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const sessionId = String((await send('Target.attachToTarget', { targetId, flatten: true })).sessionId);
      await send('Page.enable', {}, sessionId);
      const ready = new Promise<void>((done) => loaded.set(sessionId, done));
      await send('Page.navigate', { url }, sessionId);
      await ready;
      return {
        show: async () => {
          await send('Target.activateTarget', { targetId });
        },
        evaluate: async <T>(expression: string) => {
          const options = { expression, awaitPromise: true, returnByValue: true };
          const answer = await send('Runtime.evaluate', options, sessionId);
          if (answer.exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(answer.exceptionDetails)}`);
          return (answer.result as { value: T }).value;
        },
      };
    },
    close: async () => {
      const gone = new Promise((done) => browser.once('exit', done));
      socket.close();
      browser.kill('SIGKILL');
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function debuggerAddress(browser: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((found, failed) => {
    browser.once('error', failed);
    browser.once('exit', (code) => failed(new Error(`the browser ended (${code}): ${said}`)));
    browser.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (address !== undefined) found(address);
    });
  });
}
