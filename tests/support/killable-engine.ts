import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EngineAnswer } from './engine-process.ts';

/** An engine in a process of its own. */
export interface KillableEngine {
  readonly pid: number;
  /** Calls a procedure of the contract by its dotted name. @throws the error as it goes over the wire */
  call<T>(procedure: string, input?: object): Promise<T>;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts one on `dataFolder`, `demo` with Kimi on the scripted model. It is killed after the test at the latest. */
export async function startKillableEngine(dataFolder: string, { demo = false } = {}): Promise<KillableEngine> {
  const child = fork(join(import.meta.dirname, 'engine-process.ts'), [dataFolder, ...(demo ? ['demo'] : [])], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const answers = new Map<number, (answer: EngineAnswer) => void>();
  const gone = once(child, 'exit');
  let calls = 0;
  child.on('message', (answer: EngineAnswer) => answers.get(answer.id)?.(answer));
  const answered = (id: number) => new Promise<EngineAnswer>((resolve) => answers.set(id, resolve));
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  await Promise.race([answered(0), gone.then(() => Promise.reject(new Error(`the engine ended with code ${child.exitCode}`)))]);
  return {
    pid: child.pid ?? 0,
    kill,
    async call<T>(procedure: string, input: object = {}) {
      calls += 1;
      const answer = answered(calls);
      child.send({ id: calls, procedure, input });
      const got = await answer;
      if ('error' in got) throw got.error;
      return got.output as T;
    },
  };
}
