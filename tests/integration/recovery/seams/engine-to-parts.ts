import { onTestFinished } from 'vitest';
import { connectHolders } from '#main/engine/holders/index.ts';
import { GatewayKeeper, MirrorKeeper, type MirrorProcess } from '#main/engine/terminals/index.ts';
import type { Gateway } from '#main/gateway/types.ts';
import type { MirrorClient } from '#main/mirror/types.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { FakeHolder, fakeTools } from '../../../unit/engine/holders/fake-holder.ts';
import { NO_DATABASE, NO_FILE, NO_HTTP, recovers, type Seam, systemError } from './types.ts';

/** A holder's connection breaks, and connecting again fails so three times. */
async function holderAgain(code: string): Promise<void> {
  const holder = new FakeHolder('hld-1', 'new');
  const tools = fakeTools([holder]);
  let failing = 0;
  const holders = await connectHolders({
    tools: {
      ...tools,
      connect: async (address) => {
        if (failing > 0) {
          failing -= 1;
          throw systemError(code);
        }
        return tools.connect(address);
      },
    },
    build: 'new',
    logger: testLogger(),
  });
  onTestFinished(() => holders.close());
  const again = new Promise<void>((done) => {
    holders.onEvent((event) => {
      if (event.kind === 'reconnected') done();
    });
  });
  failing = 3;
  holder.breakConnection({ dead: false });
  await again;
  if (failing !== 0 || holders.status()[0]?.connected !== true) throw new Error('the holder is not connected');
}

/** A holder that gives no answer is taken for silent, and for one that answers as soon as it does. */
async function holderSilent(): Promise<void> {
  const holder = new FakeHolder('hld-1', 'new');
  const holders = await connectHolders({ tools: fakeTools([holder]), build: 'new', logger: testLogger() });
  onTestFinished(() => holders.close());
  const goesOn = Promise.withResolvers<void>();
  holder.listGate = goesOn.promise;
  await holders.refresh();
  if (holders.status()[0]?.connected !== false) throw new Error('it was not missed');
  const again = new Promise<void>((done) => {
    holders.onEvent((event) => {
      if (event.kind === 'reconnected') done();
    });
  });
  goesOn.resolve();
  await again;
}

/** Fails the first three times, then starts what `make` gives; `started` resolves then. */
function starting<T>(fault: () => unknown, make: () => T): { readonly start: () => Promise<T>; readonly started: Promise<void> } {
  let tries = 0;
  const started = Promise.withResolvers<void>();
  return {
    start: async () => {
      tries += 1;
      if (tries <= 3) throw fault();
      started.resolve();
      return make();
    },
    started: started.promise,
  };
}

function mirror(): MirrorProcess {
  const closed = Promise.withResolvers<Error | null>();
  const client = { onSignal: () => () => undefined, onSettled: () => () => undefined, closed: closed.promise } as Partial<MirrorClient>;
  return { socket: 'm', client: client as MirrorClient, stop: async () => closed.resolve(null) };
}

async function mirrorStarts(fault: () => unknown): Promise<void> {
  const { start, started } = starting(fault, mirror);
  const keeper = new MirrorKeeper({ start, logger: testLogger() });
  onTestFinished(() => keeper.close());
  keeper.open();
  await started;
  const problem = await keeper.problem();
  if (problem !== null) throw new Error(problem);
}

interface Closable {
  readonly gateway: Gateway;
  die(): void;
}

function gateway(): Closable {
  const closed = Promise.withResolvers<Error | null>();
  const none = () => undefined;
  return {
    gateway: {
      url: 'ws://127.0.0.1:1/terminal',
      setMirrorSocket: none,
      setAllowedOrigins: none,
      revoke: async () => undefined,
      closed: closed.promise,
      close: async () => closed.resolve(null),
    },
    die: () => closed.resolve(new Error('killed')),
  };
}

/** A gateway dies, and starting the next one fails so three times. */
async function gatewayStarts(fault: () => unknown): Promise<void> {
  const first = gateway();
  const { start, started } = starting(fault, () => gateway().gateway);
  let none = true;
  const keeper = new GatewayKeeper({
    start: () => {
      if (!none) return start();
      none = false;
      return Promise.resolve(first.gateway);
    },
    sign: () => 'ticket',
    logger: testLogger(),
  });
  await keeper.open();
  onTestFinished(() => keeper.close());
  first.die();
  await started;
  // The start's own answer is taken up a turn later.
  await new Promise((done) => setImmediate(done));
  keeper.issue({ childId: 'trm_1', holderSocket: null, rights: 'read', via: 'test' });
}

const late = () => new Error('no answer in time');

function startCells(starts: (fault: () => unknown) => Promise<void>): Seam['cells'] {
  const fails = (code: string) => recovers(() => starts(() => systemError(code)));
  return {
    'time-out': recovers(() => starts(late)),
    reset: fails('ECONNRESET'),
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: fails('EAGAIN'),
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: fails('ENOSPC'),
    EIO: fails('EIO'),
    EMFILE: fails('EMFILE'),
  };
}

export const engineToHolder: Seam = {
  name: 'engine → holder',
  sources: ['engine/holders', 'holder', 'holder/peers', 'holder/process'],
  cells: {
    'time-out': recovers(holderSilent),
    reset: recovers(() => holderAgain('ECONNRESET')),
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: recovers(() => holderAgain('EAGAIN')),
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: NO_FILE,
    EIO: NO_FILE,
    EMFILE: recovers(() => holderAgain('EMFILE')),
  },
};

export const engineToMirror: Seam = { name: 'engine → mirror', sources: ['mirror'], cells: startCells(mirrorStarts) };
export const engineToGateway: Seam = { name: 'engine → gateway', sources: ['gateway'], cells: startCells(gatewayStarts) };
