import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Quit, type QuitOptions } from '#main/hosts/electron/lifecycle/quit.ts';
import { askToQuit } from '#main/hosts/electron/lifecycle/quit-dialog.ts';
import { type QuitAnswer, quitQuestion } from '#main/hosts/electron/lifecycle/quit-question.ts';
import type { AwakeReason } from '#shared/contract/index.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { until } from '../../../support/until.ts';
import { session } from '../../renderer/features/session.ts';
import { Preventable } from './prevented.ts';

const RUNS = session(1, 'working', {
  terminals: [{ id: 'trm_01J0000000000000000000000A', firstAvailable: 0, end: 0, cols: 80, rows: 24 }],
});
const REASON: AwakeReason = {
  kind: 'guarded-session',
  ref: RUNS.id,
  name: 'a',
  message: 'awake.guarded-session.working',
  values: { name: 'a' },
};

interface Around {
  readonly reasons?: readonly AwakeReason[];
  readonly confirm?: boolean;
  readonly answers?: readonly { answer: QuitAnswer; noMore: boolean }[];
  readonly handOver?: () => Promise<void>;
  readonly awake?: () => Promise<never>;
  readonly served?: boolean;
}

function app({ reasons = [], confirm = true, answers = [], handOver, awake, served = false }: Around) {
  const left = [...answers];
  const did: string[] = [];
  const emitter = new EventEmitter();
  const quitting = {
    on: emitter.on.bind(emitter),
    quit: () => {
      const event = new Preventable();
      emitter.emit('before-quit', event);
      if (!event.prevented) did.push('ended');
    },
  };
  const quit: Quit = new Quit({
    app: quitting as unknown as QuitOptions['app'],
    client: {
      session: { list: async () => [RUNS] },
      system: { awake: awake ?? (async () => ({ reasons: [...reasons] })) },
      settings: {
        get: async () => ({ desktop: { confirmQuit: confirm } }),
        set: async ({ key, value }: { key: string; value: string }) => void did.push(`${key}=${value}`),
      },
    } as unknown as QuitOptions['client'],
    handOver: served
      ? null
      : (handOver ??
        (async () => {
          did.push('engine left');
          // What the new engine's question does.
          quit.now();
        })),
    ask: async (question) => {
      did.push(`asked for ${question.buttons.length} answers`);
      return left.shift() ?? { answer: 'stay', noMore: false };
    },
    explain: (error) => did.push(`explained ${String(error)}`),
    language: () => 'en',
    logger: testLogger(),
  });
  return { did, quit, press: () => quitting.quit() };
}
const happens = (did: readonly string[], last: string) => until(last, () => did.at(-1) === last);
const answer = (chosen: QuitAnswer, noMore = false) => ({ answer: chosen, noMore });

describe('quitting the app', () => {
  it('asks while programs run, and ends or stays as it is told', async () => {
    const { did, press, quit } = app({ answers: [answer('stay'), answer('end')] });
    press();
    await happens(did, 'asked for 2 answers');
    expect(quit.decided).toBe(false);
    press();
    await happens(did, 'ended');
    expect(did).toEqual(['asked for 2 answers', 'asked for 2 answers', 'ended']);
  });

  it('asks once however often it is pressed', async () => {
    const { did, press } = app({ answers: [answer('end')] });
    press();
    press();
    press();
    await happens(did, 'ended');
    expect(did).toEqual(['asked for 2 answers', 'ended']);
  });

  it('leaves an engine while there is a reason to stay awake', async () => {
    const { did, press } = app({ reasons: [REASON], answers: [answer('hand-over')] });
    press();
    await happens(did, 'ended');
    expect(did).toEqual(['asked for 3 answers', 'engine left', 'ended']);
  });

  it('ends without one when that is refused', async () => {
    const { did, press } = app({ reasons: [REASON], answers: [answer('end')] });
    press();
    await happens(did, 'ended');
    expect(did).not.toContain('engine left');
  });

  it('does what loses nothing when the person does not want to be asked', async () => {
    const { did, press } = app({ reasons: [REASON], confirm: false });
    press();
    await happens(did, 'ended');
    expect(did).toEqual(['engine left', 'ended']);
    const first = app({ answers: [answer('end', true)] });
    first.press();
    await happens(first.did, 'ended');
    expect(first.did).toContain('desktop.confirmQuit=false');
  });

  it('stays, and says why, when no engine can be left behind', async () => {
    const { did, press, quit } = app({
      reasons: [REASON],
      answers: [answer('hand-over')],
      handOver: () => Promise.reject(new Error('no room')),
    });
    press();
    await happens(did, 'explained Error: no room');
    expect(quit.decided).toBe(false);
  });

  it('does not stay for ever because of an engine that fails', async () => {
    const { did, press } = app({ awake: () => Promise.reject(new Error('hangs')) });
    press();
    await happens(did, 'ended');
  });

  it('asks nothing when the engine is another process’s, the system ends, or another engine takes over', async () => {
    const client = app({ reasons: [REASON], served: true });
    client.press();
    await happens(client.did, 'ended');
    const { did, quit } = app({ reasons: [REASON] });
    quit.now();
    expect(did).toEqual(['ended']);
  });
});

describe('the dialog', () => {
  it('stays when it is closed, and does what loses nothing on Enter', async () => {
    const question = quitQuestion({ sessions: [RUNS], reasons: [REASON] }, 'en')!;
    const shown: { defaultId?: number; cancelId?: number; buttons?: string[] }[] = [];
    const dialog = (response: number) => ({
      showMessageBox: async (...args: unknown[]) => {
        shown.push(args.at(-1) as (typeof shown)[number]);
        return { response, checkboxChecked: response === 0 };
      },
    });
    expect(await askToQuit(dialog(2) as never, question, null)).toEqual({ answer: 'stay', noMore: false });
    expect(await askToQuit(dialog(0) as never, question, {} as never)).toEqual({ answer: 'hand-over', noMore: true });
    expect(shown[0]).toMatchObject({ defaultId: 0, cancelId: 2, buttons: question.buttons.map(({ text }) => text) });
  });
});
