// Viewers of terminals as a process of their own, so that what they read costs nobody who measures: started by openViewers.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connectViewer, type ViewerClient } from '../../src-main/gateway/client.ts';

/** Where a viewer attaches. */
export interface Seat {
  readonly url: string;
  readonly ticket: string;
}

type Order = { readonly attach: readonly Seat[] } | { readonly leave: true };
type Answer = { readonly attached: number } | { readonly left: { readonly bytes: number; readonly closed: number } };

/** A process with viewers in it. */
export interface Viewers {
  attach(seats: readonly Seat[]): Promise<void>;
  /** Ends them; tells how many bytes they were sent, and how many the gateway had closed before. */
  leave(): Promise<{ readonly bytes: number; readonly closed: number }>;
}

/** Starts a process for viewers. */
export function openViewers(): Viewers {
  const child: ChildProcess = fork(import.meta.filename, { execArgv: [] });
  const ask = async (order: Order): Promise<Answer> => {
    const answer = once(child, 'message');
    child.send(order);
    const [got] = (await Promise.race([answer, once(child, 'exit').then(() => Promise.reject(new Error('the viewers ended')))])) as [
      Answer,
    ];
    return got;
  };
  return {
    async attach(seats) {
      await ask({ attach: seats });
    },
    async leave() {
      const answer = await ask({ leave: true });
      if (!('left' in answer)) throw new Error('the viewers answered something else');
      child.disconnect();
      await once(child, 'exit');
      return answer.left;
    },
  };
}

function serve(): void {
  const viewers: ViewerClient[] = [];
  let bytes = 0;
  let closed = 0;
  let leaving = false;
  const answer = (message: Answer) => process.send?.(message);
  const attach = async ({ url, ticket }: Seat): Promise<void> => {
    const viewer = await connectViewer({
      url,
      ticket,
      mode: 'screen',
      onMessage: (message) => {
        if (message.type === 'data') bytes += message.bytes.length;
      },
    });
    viewers.push(viewer);
    viewer.closed.then(
      () => {
        if (!leaving) closed += 1;
      },
      () => undefined,
    );
  };
  process.on('message', (order: Order) => {
    if ('attach' in order) {
      Promise.all(order.attach.map(attach)).then(
        () => answer({ attached: viewers.length }),
        (error: unknown) => {
          throw error;
        },
      );
      return;
    }
    leaving = true;
    for (const viewer of viewers) viewer.close();
    answer({ left: { bytes, closed } });
  });
}

if (process.argv[1] === import.meta.filename) serve();
