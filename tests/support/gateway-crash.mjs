// Loaded into a host by NODE_OPTIONS=--import: SIGUSR2 ends its terminal gateway's thread as it stands, without a word to the thread.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const threads = createRequire(import.meta.url)('node:worker_threads');

if (threads.isMainThread) {
  const gateways = new Set();
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(script, options) {
      super(script, options);
      if (!String(script).endsWith('gateway.js')) return;
      gateways.add(this);
      this.once('exit', () => gateways.delete(this));
    }
  };
  syncBuiltinESMExports();
  process.on('SIGUSR2', () => {
    for (const gateway of gateways) gateway.terminate();
  });
}
