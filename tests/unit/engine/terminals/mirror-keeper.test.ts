import { describe, expect, it, onTestFinished } from 'vitest';
import { MirrorKeeper, type MirrorProcess } from '../../../../src-main/engine/terminals/index.ts';
import type { MirrorClient, TerminalSignal } from '../../../../src-main/mirror/types.ts';
import { testLogger } from '../../../support/test-logger.ts';

/** A mirror that can be made to die at will. */
class FakeMirror implements MirrorProcess {
  readonly socket: string;
  readonly followed: string[] = [];
  readonly signals = new Set<(signal: TerminalSignal) => void>();
  readonly client: MirrorClient;
  readonly #closed = Promise.withResolvers<Error | null>();

  constructor(socket: string) {
    this.socket = socket;
    const client: Partial<MirrorClient> = {
      follow: async (childId) => void this.followed.push(childId),
      unfollow: async (childId) => void this.followed.splice(this.followed.indexOf(childId), 1),
      screen: async (childId) => ({
        offset: 1,
        cols: 80,
        rows: 24,
        lines: [`${childId} by ${socket}`],
        cursor: { row: 0, col: 0 },
        title: '',
        alternate: false,
        bracketedPaste: false,
      }),
      onSignal: (listener) => {
        this.signals.add(listener);
        return () => this.signals.delete(listener);
      },
      onSettled: () => () => undefined,
      closed: this.#closed.promise,
    };
    this.client = client as MirrorClient;
  }

  die(): void {
    this.#closed.resolve(new Error('killed'));
  }

  async stop(): Promise<void> {
    this.#closed.resolve(null);
  }
}

async function keeper(start?: () => Promise<MirrorProcess>, readersWaitMs?: number) {
  const mirrors: FakeMirror[] = [];
  const sockets: string[] = [];
  const started = Promise.withResolvers<void>();
  const screens = new MirrorKeeper({
    start:
      start ??
      (async () => {
        mirrors.push(new FakeMirror(`m${mirrors.length}`));
        return mirrors.at(-1)!;
      }),
    logger: testLogger(),
    ...(readersWaitMs === undefined ? {} : { readersWaitMs }),
    onSocket: (socket) => {
      sockets.push(socket);
      if (sockets.length === 2) started.resolve();
    },
  });
  onTestFinished(() => screens.close());
  screens.open();
  return { screens, mirrors, sockets, secondStarted: started.promise };
}

const line = async (screens: MirrorKeeper, childId: string) => (await screens.screen(childId)).lines[0];

describe('the mirror', () => {
  it('reads what it is told to follow, and says so of what it is not', async () => {
    const { screens } = await keeper();
    screens.follow('a');
    expect(await line(screens, 'a')).toBe('a by m0');
    await expect(screens.screen('b')).rejects.toMatchObject({ code: 'MIRROR_UNAVAILABLE' });
    screens.unfollow('a');
    await expect(screens.screen('a')).rejects.toMatchObject({ code: 'MIRROR_UNAVAILABLE' });
  });

  it('is replaced when it dies, and the next one follows the same children', async () => {
    const { screens, mirrors, sockets, secondStarted } = await keeper();
    screens.follow('a');
    screens.follow('b');
    screens.unfollow('b');
    const heard: TerminalSignal[] = [];
    screens.onSignal('a', (signal) => heard.push(signal));
    mirrors[0]!.die();
    await new Promise((resolve) => setImmediate(resolve));
    // Asked while there is none: the answer comes from the next one.
    expect(await line(screens, 'a')).toBe('a by m1');
    await secondStarted;
    expect(sockets).toEqual(['m0', 'm1']);
    expect(mirrors[1]!.followed).toEqual(['a']);
    for (const tell of mirrors[1]!.signals) for (const childId of ['a', 'b']) tell({ kind: 'bell', childId, offset: 1 });
    expect(heard.map((signal) => signal.childId)).toEqual(['a']);
    expect(await screens.problem()).toBeNull();
  });

  it('does not keep the engine from starting when it does not start itself', async () => {
    let tries = 0;
    const { screens } = await keeper(async () => {
      tries += 1;
      if (tries === 1) throw new Error('no such file');
      return new FakeMirror('m');
    });
    // One that is being started again is no problem yet.
    expect(await screens.problem()).toBeNull();
    screens.follow('a');
    expect(await line(screens, 'a')).toBe('a by m');
  });

  it('says why it does not start, once it was waited for', async () => {
    const { screens } = await keeper(() => Promise.reject(new Error('no such file')), 20);
    expect(await screens.problem()).toBe('no such file');
  });

  it('is not started again once it was closed', async () => {
    const { screens, mirrors } = await keeper();
    await screens.close();
    expect(mirrors).toHaveLength(1);
    await expect(screens.screen('a')).rejects.toMatchObject({ code: 'MIRROR_UNAVAILABLE' });
  });
});
