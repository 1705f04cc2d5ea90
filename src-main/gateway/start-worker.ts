import { Worker } from 'node:worker_threads';
import { settlesWithin } from '#shared/settles-within.ts';
import type { ControlMessage, Gateway, GatewayConfig, GatewayLog, GatewayReport } from './types.ts';

/** After it was told to close a gateway ends within milliseconds. */
const CLOSE_MS = 2000;

/** A revocation takes less than a millisecond. A gateway that cannot be told that somebody's right has ended must not go on. */
const REVOKE_MS = 2000;

/**
 * Runs a gateway as a worker thread of this process.
 * @param script `gateway.js`, or `src-main/gateway/entry.ts`
 * @param log takes what it says about itself
 * @throws whatever made the worker end before it listened
 */
export function startGatewayWorker(script: string | URL, config: GatewayConfig, log: GatewayLog = () => undefined): Promise<Gateway> {
  return new Promise((resolve, reject) => {
    // A worker takes its host's arguments and environment unless told otherwise; it needs neither.
    const worker = new Worker(script, { workerData: config, argv: [], env: hostEnvironment() });
    let failure: Error | null = null;
    const closed = new Promise<Error | null>((gone) => {
      worker.once('error', (error) => {
        failure = error instanceof Error ? error : new Error(String(error));
      });
      worker.once('exit', (code) => gone(failure ?? (code === 0 ? null : new Error(`the gateway ended with code ${code}`))));
    });
    const say = (message: ControlMessage): void => worker.postMessage(message);
    closed.then((reason) => reject(reason ?? new Error('the gateway ended before it listened')), reject);
    const revoked = new Map<number, () => void>();
    let revocations = 0;
    worker.on('message', (message: GatewayReport) => {
      switch (message.report) {
        case 'listens':
          resolve(gatewayAt(message.url));
          return;
        case 'revoked':
          revoked.get(message.id)?.();
          return;
        case 'log':
          log(...message.line);
          return;
      }
    });
    const gatewayAt = (url: string): Gateway => ({
      url,
      closed,
      setMirrorSocket: (socket) => say({ control: 'mirror', socket }),
      setAllowedOrigins: (origins) => say({ control: 'origins', origins: [...origins] }),
      async revoke(revocation) {
        const id = ++revocations;
        const done = new Promise<void>((resolveDone) => revoked.set(id, resolveDone));
        say({ control: 'revoke', id, revocation });
        // One that is gone lets nobody in any more.
        if (!(await settlesWithin(Promise.race([done, closed]), REVOKE_MS))) await worker.terminate();
        revoked.delete(id);
      },
      async close() {
        say({ control: 'close' });
        if (!(await settlesWithin(closed, CLOSE_MS))) await worker.terminate();
      },
    });
  });
}

/** What sockets' paths depend on. */
function hostEnvironment(): NodeJS.ProcessEnv {
  const { XDG_RUNTIME_DIR } = process.env;
  return XDG_RUNTIME_DIR === undefined ? {} : { XDG_RUNTIME_DIR };
}
