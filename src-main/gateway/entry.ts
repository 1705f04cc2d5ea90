import { flushCompileCache } from 'node:module';
import { findParent } from './parents.ts';
import { startGatewayServer } from './server.ts';

/** The gateway as a worker thread or a utility process: it tells its address and what it logs, and takes control messages. */
async function main(): Promise<void> {
  const parent = await findParent();
  const gateway = await startGatewayServer(parent.config, (...line) => parent.tell({ report: 'log', line }));
  parent.onControl((message, ports) => {
    switch (message.control) {
      case 'mirror':
        gateway.setMirrorSocket(message.socket);
        return;
      case 'origins':
        gateway.setAllowedOrigins(message.origins);
        return;
      case 'window':
        for (const port of ports) gateway.connectWindow(port);
        return;
      case 'revoke':
        // Done when it returns: it waits for nobody.
        gateway.revoke(message.revocation).then(
          () => parent.tell({ report: 'revoked', id: message.id }),
          () => process.exit(1),
        );
        return;
      case 'close':
        gateway.close().then(
          () => parent.leave(),
          () => process.exit(1),
        );
        return;
    }
  });
  parent.tell({ report: 'listens', url: gateway.url });
  // For the next start; this one may end with its host, at once.
  flushCompileCache();
  const reason = await gateway.closed;
  if (reason !== null) throw reason;
}

main().catch((error: unknown) => {
  // Becomes the worker's error event, with its stack, in the host.
  setImmediate(() => {
    throw error;
  });
});
