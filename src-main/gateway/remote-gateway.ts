import { settlesWithin } from '#shared/settles-within.ts';
import { GATEWAY_END_MS } from './ending.ts';
import type { ControlMessage, Gateway, GatewayLog, GatewayReport } from './types.ts';

/** A revocation takes less than a millisecond. A gateway that cannot be told that somebody's right has ended must not go on. */
const REVOKE_MS = 2000;

/** The thread or process that a gateway runs in. */
export interface GatewayHome {
  say(message: ControlMessage): void;
  /** Hears what the gateway reports. */
  onReport(listener: (report: GatewayReport) => void): void;
  /** Resolves when it has ended, with the reason when nobody closed it. */
  readonly closed: Promise<Error | null>;
  /** Ends it at once; `closed` follows. */
  terminate(): void;
}

/**
 * A gateway in a thread or process of its own, once it listens.
 * @param log takes what it says about itself
 * @throws whatever made it end before it listened
 */
export function gatewayIn(home: GatewayHome, log: GatewayLog): Promise<Gateway> {
  const { closed } = home;
  const revoked = new Map<number, () => void>();
  let revocations = 0;
  const gatewayAt = (url: string): Gateway => ({
    url,
    closed,
    setMirrorSocket: (socket) => home.say({ control: 'mirror', socket }),
    setAllowedOrigins: (origins) => home.say({ control: 'origins', origins: [...origins] }),
    async revoke(revocation) {
      const id = ++revocations;
      const done = new Promise<void>((resolve) => revoked.set(id, resolve));
      home.say({ control: 'revoke', id, revocation });
      // One that is gone lets nobody in any more.
      if (!(await settlesWithin(Promise.race([done, closed]), REVOKE_MS))) await ended();
      revoked.delete(id);
    },
    async close() {
      home.say({ control: 'close' });
      if (!(await settlesWithin(closed, GATEWAY_END_MS))) await ended();
    },
  });
  const ended = async (): Promise<void> => {
    home.terminate();
    await closed;
  };
  return new Promise((resolve, reject) => {
    closed.then((reason) => reject(reason ?? new Error('the gateway ended before it listened')), reject);
    home.onReport((report) => {
      switch (report.report) {
        case 'listens':
          resolve(gatewayAt(report.url));
          return;
        case 'revoked':
          revoked.get(report.id)?.();
          return;
        case 'log':
          log(...report.line);
          return;
      }
    });
  });
}
