import { type MessagePort, parentPort } from 'node:worker_threads';

/**
 * The inside of a thread that startThread started: `begin` hears the configuration, which is the first message, and what it returns
 * hears all that come after. What `begin` throws ends the thread, and its host is told.
 * @throws Error outside of a thread
 */
export function serveThread<Config, Order>(begin: (config: Config, port: MessagePort) => (order: Order) => void): void {
  if (parentPort === null) throw new Error('this runs as a worker thread');
  const port = parentPort;
  let serve: ((order: Order) => void) | null = null;
  port.on('message', (message: unknown) => {
    if (serve === null) serve = begin(message as Config, port);
    else serve(message as Order);
  });
}
