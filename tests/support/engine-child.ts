import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { EngineAnswer, EngineMessage } from './engine-process.ts';

/** An engine in a process of its own. */
export interface EngineChild {
  readonly pid: number;
  /** Calls a procedure of the contract by its dotted name. @throws the error as it goes over the wire */
  call<T>(procedure: string, input?: object): Promise<T>;
  /** Lets the engine's event loop stand still for so many ms; `begun` when it does, `over` when it goes on. */
  block(ms: number): { readonly begun: Promise<void>; readonly over: Promise<void> };
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
}

export interface EngineChildOptions {
  /** With Kimi on the scripted model. */
  readonly demo?: boolean;
  /** With the gateway as the headless host has it, a worker thread; without, tickets lead nowhere. */
  readonly gateway?: boolean;
}

/** Starts one on `dataFolder`. Who starts it kills it. */
export async function startEngineChild(dataFolder: string, options: EngineChildOptions = {}): Promise<EngineChild> {
  const child = fork(join(import.meta.dirname, 'engine-process.ts'), [dataFolder, JSON.stringify(options)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const answers = new Map<number, (answer: EngineAnswer) => void>();
  const gone = once(child, 'exit');
  let ids = 0;
  child.on('message', (answer: EngineAnswer) => answers.get(answer.id)?.(answer));
  const answered = (id: number) => new Promise<EngineAnswer>((resolve) => answers.set(id, resolve));
  const say = (message: EngineMessage) => child.send(message);
  const next = () => {
    ids += 1;
    return ids;
  };
  await Promise.race([answered(0), gone.then(() => Promise.reject(new Error(`the engine ended with code ${child.exitCode}`)))]);
  return {
    pid: child.pid ?? 0,
    async call<T>(procedure: string, input: object = {}) {
      const id = next();
      const answer = answered(id);
      say({ id, procedure, input });
      const got = await answer;
      if ('error' in got) throw got.error;
      return got.output as T;
    },
    block(ms) {
      const [begins, ends] = [next(), next()];
      const [begun, over] = [answered(begins), answered(ends)];
      say({ begins, ends, blockMs: ms });
      return { begun: begun.then(() => undefined), over: over.then(() => undefined) };
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
