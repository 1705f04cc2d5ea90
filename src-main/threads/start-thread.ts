import { isDeepStrictEqual } from 'node:util';
import { Worker } from 'node:worker_threads';

interface Ahead {
  readonly worker: Worker;
  readonly env: NodeJS.ProcessEnv;
}

/** Threads that run already and wait for their first message, by script. */
const ahead = new Map<string, Ahead>();

/**
 * Starts a thread of ours: a worker whose script takes its configuration as the first message (serve-thread.ts). One that was started
 * ahead for the same script and environment is taken instead of a new one.
 * @param config anything that can be cloned to a thread
 * @param env its whole environment: a worker takes its host's unless told otherwise, and ours need none of that
 */
export function startThread(script: string | URL, config: unknown, env: NodeJS.ProcessEnv = {}): Worker {
  const worker = taken(String(script), env) ?? new Worker(script, { argv: [], env });
  worker.postMessage(config);
  return worker;
}

/**
 * Starts a thread before anybody knows its configuration. Node takes 30 ms of another core until a thread's first line runs, which a
 * start would otherwise wait for after it has loaded its own code. One that nobody takes keeps no process alive.
 */
export function startAhead(script: string, env: NodeJS.ProcessEnv = {}): void {
  if (ahead.has(script)) return;
  const worker = new Worker(script, { argv: [], env });
  worker.unref();
  ahead.set(script, { worker, env });
  // What ends before it is wanted is not handed out: the one that is started then says why it cannot run.
  const forget = () => {
    if (ahead.get(script)?.worker === worker) ahead.delete(script);
  };
  worker.once('error', forget);
  worker.once('exit', forget);
}

function taken(script: string, env: NodeJS.ProcessEnv): Worker | null {
  const found = ahead.get(script);
  if (found === undefined || !isDeepStrictEqual(found.env, env)) return null;
  ahead.delete(script);
  found.worker.ref();
  return found.worker;
}
