import { threadId } from 'node:worker_threads';
import { serveThread } from '../../../src-main/threads/serve-thread.ts';

/** Says its number and what it was configured with, then each order back. */
serveThread<{ readonly fails?: boolean; readonly name: string }, string>(({ fails, name }, port) => {
  if (fails === true) throw new Error(`${name} cannot begin`);
  port.postMessage({ thread: threadId, name, mark: process.env.MARK ?? null });
  return (order) => {
    if (order === 'end') port.close();
    else port.postMessage(order);
  };
});
