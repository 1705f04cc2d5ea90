import { expect, it, onTestFinished } from 'vitest';
import { GatewayKeeper } from '../../../../src-main/engine/terminals/index.ts';
import type { Gateway, Revocation } from '../../../../src-main/gateway/types.ts';
import { testLogger } from '../../../support/test-logger.ts';

it('a gateway that dies is replaced, and the next one knows what the last one was told', async () => {
  const started: { socket: string; origins: readonly string[]; key: string; die: () => void }[] = [];
  const revoked: [number, Revocation][] = [];
  const claims = { childId: 'trm_1', holderSocket: null, rights: 'read', via: 'page:1' } as const;
  const second = Promise.withResolvers<void>();
  const keeper = new GatewayKeeper({
    logger: testLogger(),
    sign: (claims, key) => JSON.stringify({ ...claims, key }),
    steady: () => 7,
    start: async ({ mirrorSocket: socket, allowedOrigins: origins, ticketKey: key }) => {
      const closed = Promise.withResolvers<Error | null>();
      const number = started.push({ socket, origins, key, die: () => closed.resolve(new Error('killed')) });
      const gateway: Gateway = {
        url: `ws://127.0.0.1:${number}/terminal`,
        setMirrorSocket: () => undefined,
        setAllowedOrigins: () => undefined,
        revoke: async (revocation) => void revoked.push([number, revocation]),
        closed: closed.promise,
        close: async () => closed.resolve(null),
      };
      if (number === 2) second.resolve();
      return gateway;
    },
  });
  onTestFinished(() => keeper.close());
  keeper.setMirrorSocket('m0');
  await keeper.open();
  const first = keeper.issue(claims);
  expect(first.url).toBe('ws://127.0.0.1:1/terminal');
  expect(JSON.parse(first.ticket)).toEqual({ ...claims, validUntil: 30_007, serial: 1, key: started[0]?.key });
  await keeper.revoke({ childId: 'trm_1' });
  expect(revoked).toEqual([[1, { tickets: { childId: 'trm_1' }, upTo: 1, until: 30_007 }]]);
  keeper.setMirrorSocket('m1');
  keeper.setAllowedOrigins(['http://127.0.0.1:9']);
  started[0]!.die();
  await second.promise;
  await Promise.resolve();
  // Tickets for the first are none for the second, which would not know that they were used or revoked.
  const next = keeper.issue(claims);
  expect(next.url).toBe('ws://127.0.0.1:2/terminal');
  expect(JSON.parse(next.ticket)).toMatchObject({ serial: 2, key: started[1]?.key });
  expect(started[1]?.key).not.toBe(started[0]?.key);
  expect(started[1]).toMatchObject({ socket: 'm1', origins: ['http://127.0.0.1:9'] });
});

it('says that there is none at the moment in a way that can be tried again', () => {
  const keeper = new GatewayKeeper({
    logger: testLogger(),
    sign: () => '',
    start: () => Promise.reject(new Error('no')),
  });
  expect(() => keeper.issue({ childId: 'a', holderSocket: null, rights: 'read', via: 'test' })).toThrow(
    expect.objectContaining({ code: 'TIMED_OUT' }),
  );
});
