import type { Gateway } from '../../src-main/gateway/types.ts';

/** For tests that look at no bytes: tickets are issued, nobody takes them. */
export async function noGateway(): Promise<Gateway> {
  const closed = Promise.withResolvers<Error | null>();
  return {
    url: 'ws://127.0.0.1:1/terminal',
    setMirrorSocket: () => undefined,
    setAllowedOrigins: () => undefined,
    revoke: async () => undefined,
    closed: closed.promise,
    close: async () => closed.resolve(null),
  };
}
