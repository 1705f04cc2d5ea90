import { expect, it, onTestFinished } from 'vitest';
import { GatewayKeeper } from '../../../../src-main/engine/terminals/index.ts';
import type { Gateway } from '../../../../src-main/gateway/types.ts';
import { testLogger } from '../../../support/test-logger.ts';

it('a gateway that dies is replaced, and the next one knows what the last one was told', async () => {
  const started: { socket: string; origins: readonly string[]; die: () => void }[] = [];
  const second = Promise.withResolvers<void>();
  const keeper = new GatewayKeeper({
    logger: testLogger(),
    start: async (socket, origins) => {
      const closed = Promise.withResolvers<Error | null>();
      const number = started.push({ socket, origins, die: () => closed.resolve(new Error('killed')) });
      const gateway: Gateway = {
        url: `ws://127.0.0.1:${number}/terminal`,
        setMirrorSocket: () => undefined,
        setAllowedOrigins: () => undefined,
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
  expect(keeper.url).toBe('ws://127.0.0.1:1/terminal');
  keeper.setMirrorSocket('m1');
  keeper.setAllowedOrigins(['http://127.0.0.1:9']);
  started[0]!.die();
  await second.promise;
  await Promise.resolve();
  expect(keeper.url).toBe('ws://127.0.0.1:2/terminal');
  expect(started[1]).toMatchObject({ socket: 'm1', origins: ['http://127.0.0.1:9'] });
});

it('says that there is none at the moment in a way that can be tried again', () => {
  const keeper = new GatewayKeeper({ logger: testLogger(), start: () => Promise.reject(new Error('no')) });
  expect(() => keeper.url).toThrow(expect.objectContaining({ code: 'TIMED_OUT' }));
});
