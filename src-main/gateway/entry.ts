import { parentPort, workerData } from 'node:worker_threads';
import { startGatewayServer } from './server.ts';
import { type ControlMessage, GatewayConfig, type GatewayReport } from './types.ts';

/** The gateway as a worker thread: its configuration comes as workerData; it tells its address, then takes control messages. */
async function main(): Promise<void> {
  if (parentPort === null) throw new Error('the gateway runs as a worker thread');
  const port = parentPort;
  const tell = (report: GatewayReport): void => port.postMessage(report);
  const gateway = await startGatewayServer(GatewayConfig.parse(workerData));
  port.on('message', (message: ControlMessage) => {
    switch (message.control) {
      case 'mirror':
        gateway.setMirrorSocket(message.socket);
        return;
      case 'origins':
        gateway.setAllowedOrigins(message.origins);
        return;
      case 'revoke':
        // Done when it returns: it waits for nobody.
        gateway.revoke(message.revocation).then(
          () => tell({ report: 'revoked', id: message.id }),
          () => process.exit(1),
        );
        return;
      case 'close':
        // Without listeners on its port the worker ends by itself.
        gateway.close().then(
          () => port.close(),
          () => process.exit(1),
        );
        return;
    }
  });
  tell({ report: 'listens', url: gateway.url });
  const reason = await gateway.closed;
  if (reason !== null) throw reason;
}

main().catch((error: unknown) => {
  // Becomes the worker's error event, with its stack, in the host.
  setImmediate(() => {
    throw error;
  });
});
