import { startThread } from '../threads/start-thread.ts';
import { gatewayEnvironment } from './environment.ts';
import { gatewayIn } from './remote-gateway.ts';
import type { Gateway, GatewayConfig, GatewayLog, GatewayReport } from './types.ts';

/**
 * Runs a gateway as a worker thread of this process.
 * @param script `gateway.js`, or `src-main/gateway/entry.ts`
 * @param log takes what it says about itself
 * @throws whatever made the worker end before it listened
 */
export function startGatewayWorker(script: string | URL, config: GatewayConfig, log: GatewayLog = () => undefined): Promise<Gateway> {
  const worker = startThread(script, config, gatewayEnvironment(config.dataFolder));
  let failure: Error | null = null;
  const closed = new Promise<Error | null>((gone) => {
    worker.once('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.once('exit', (code) => gone(failure ?? (code === 0 ? null : new Error(`the gateway ended with code ${code}`))));
  });
  return gatewayIn(
    {
      closed,
      say: (message) => worker.postMessage(message),
      onReport: (listener) => worker.on('message', (report: GatewayReport) => listener(report)),
      terminate: () => void worker.terminate(),
    },
    log,
  );
}
