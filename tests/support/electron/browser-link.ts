import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { PortHub } from './ports.ts';
import type { BrowserCalls, FromMain, MainQuestions, PortTraffic, ToMain } from './wire.ts';

type Event = Exclude<ToMain, PortTraffic | { readonly t: 'result' } | { readonly t: 'question' }>;
type Answering = { [M in keyof MainQuestions]: (...args: Parameters<MainQuestions[M]>) => Promise<ReturnType<MainQuestions[M]>> };

/** The main process's line to the browser side, which it starts when it is first needed. */
export class BrowserLink {
  readonly ports: PortHub = new PortHub((traffic) => this.say(traffic));
  readonly #profile: () => string;
  readonly #calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  readonly #listeners: ((event: Event) => void)[] = [];
  #child: ChildProcess | null = null;
  #last = 0;
  #answers: Answering | null = null;

  /** @param profile folder for what Chromium keeps */
  constructor(profile: () => string) {
    this.#profile = profile;
  }

  on(listener: (event: Event) => void): void {
    this.#listeners.push(listener);
  }

  /** Who answers what the browser side asks. */
  answerBy(answers: Answering): void {
    this.#answers = answers;
  }

  say(message: FromMain): void {
    this.#browser().send(message);
  }

  call<M extends keyof BrowserCalls>(method: M, ...args: Parameters<BrowserCalls[M]>): Promise<ReturnType<BrowserCalls[M]>> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.say({ t: 'call', id, method, args });
    });
  }

  #browser(): ChildProcess {
    if (this.#child !== null) return this.#child;
    const child = fork(join(import.meta.dirname, 'browser.ts'), [this.#profile()], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message: ToMain) => this.#heard(message));
    child.once('exit', (code) => {
      process.stderr.write(`electron double: its browser side ended (${code})\n`);
      process.exit(1);
    });
    return child;
  }

  #heard(message: ToMain): void {
    switch (message.t) {
      case 'pair':
      case 'port':
      case 'forward':
      case 'close':
        this.ports.receive(message);
        return;
      case 'result': {
        const call = this.#calls.get(message.id);
        this.#calls.delete(message.id);
        if (message.error === undefined) call?.resolve(message.value);
        else call?.reject(new Error(message.error));
        return;
      }
      case 'question': {
        const { question, method, args } = message;
        const answer = this.#answers?.[method] as ((...args: readonly unknown[]) => Promise<unknown>) | undefined;
        const done = (value: unknown): void => this.say({ t: 'answer', question, value });
        (answer?.(...args) ?? Promise.resolve(null)).then(done, (error: unknown) => {
          process.stderr.write(`electron double: ${method}: ${String(error)}\n`);
          done(null);
        });
        return;
      }
      default:
        for (const listener of this.#listeners) listener(message);
    }
  }
}
