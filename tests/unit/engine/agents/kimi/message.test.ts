import { describe, expect, it } from 'vitest';
import { askToLeave, type LeavePort } from '#main/engine/agents/kimi/leave.ts';
import { sendMessage } from '#main/engine/agents/kimi/message.ts';
import type { OscBelief } from '#main/engine/agents/kimi/osc-tracker.ts';
import type { ScreenPart } from '#main/engine/agents/kimi/screen-reader.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

type Box = Extract<ScreenPart, { kind: 'box' }>;
const box = (more: Partial<Box> = {}): ScreenPart => ({
  kind: 'box',
  busy: null,
  draft: '',
  queued: [],
  error: null,
  noModel: false,
  ...more,
});
const approval: ScreenPart = { kind: 'panel', panel: 'approval', what: 'rm -rf build' };

/**
 * A Kimi whose moves are written down beforehand: what is hard to time with the real one (a panel that appears between
 * two key presses) is put exactly there. Time passes only by waiting for news.
 */
class ScriptedKimi implements LeavePort {
  readonly written: string[] = [];
  part: ScreenPart;
  waiting: string | null = null;
  working = false;
  gone = false;
  belief: OscBelief = { working: null, wants: null, title: null };
  onInput: (keys: string) => void = () => undefined;
  /** How many leases run out before anything is written under them. */
  shortLeases = 0;
  leases = 0;
  #time = 1_000;
  #looks = 0;
  readonly #taken = new Set<(text: string) => void>();

  constructor(part: ScreenPart = box()) {
    this.part = part;
  }

  takes(text: string): void {
    for (const listener of this.#taken) listener(text);
  }
  starts(): void {
    this.belief = { ...this.belief, working: { value: true, at: this.#time } };
  }

  look = async () => this.part;
  position = () => this.#looks++;
  waitsFor = () => this.waiting;
  busy = () => this.working;
  osc = () => this.belief;
  ended = () => this.gone;
  now = () => this.#time;
  input = async (bytes: Uint8Array) => {
    const keys = Buffer.from(bytes).toString();
    this.written.push(keys);
    this.onInput(keys);
  };
  lease = async () => {
    this.leases += 1;
    const over = this.shortLeases-- > 0;
    return {
      write: async (bytes: Uint8Array) => {
        if (over) throw new KimiError('LEASE_OVER');
        await this.input(bytes);
      },
      release: () => undefined,
    };
  };
  news = async (limitMs: number) => {
    this.#time += limitMs;
  };
  onMessage = (listener: (text: string) => void) => {
    this.#taken.add(listener);
    return () => this.#taken.delete(listener);
  };
}

describe('sending a message', () => {
  it('is one write of bracketed paste and Enter, confirmed by the transcript', async () => {
    const kimi = new ScriptedKimi();
    kimi.onInput = () => kimi.takes('a\nb');
    expect(await sendMessage(kimi, 'a\r\nb\u001b[201~\n', 1_000).catch((error) => error.code)).toBe('PROMPT_NOT_CONFIRMED');
    kimi.written.length = 0;
    expect(await sendMessage(kimi, 'a\r\nb\n', 1_000)).toBe('transcript');
    expect(kimi.written).toEqual(['\u001b[200~a\rb\u001b[201~\r']);
  });

  it('waits until a Kimi that has just been trusted knows its model, and not for long where there is none; its commands need none', async () => {
    const kimi = new ScriptedKimi(box({ noModel: true }));
    const [news, startedAt] = [kimi.news, kimi.now()];
    kimi.news = async (limitMs) => {
      await news(limitMs);
      if (kimi.now() > startedAt + 2_000) kimi.part = box();
    };
    kimi.onInput = () => kimi.takes(kimi.part.kind === 'box' && kimi.part.noModel ? '' : 'hello');
    expect(await sendMessage(kimi, 'hello', 60_000)).toBe('transcript');
    expect(kimi.written).toEqual(['\u001b[200~hello\u001b[201~\r']);

    const without = new ScriptedKimi(box({ noModel: true }));
    expect(await sendMessage(without, '/login', 60_000)).toBe('screen');
    const before = without.now();
    without.onInput = () => without.takes('hello');
    expect(await sendMessage(without, 'hello', 60_000)).toBe('transcript');
    expect(without.now() - before).toBe(10_000);
    const later = without.now();
    expect(await sendMessage(without, 'hello', 10_000)).toBe('transcript');
    expect(without.now() - later).toBe(5_000);
  });

  it('presses Enter in a running turn only once the text is in the box', async () => {
    const kimi = new ScriptedKimi(box({ busy: { retry: null } }));
    kimi.onInput = (keys) => {
      kimi.part =
        keys === '\r' ? box({ busy: { retry: null }, queued: ['hello there'] }) : box({ busy: { retry: null }, draft: 'hello there' });
    };
    expect(await sendMessage(kimi, 'hello there', 1_000)).toBe('screen');
    expect(kimi.written).toEqual(['\u001b[200~hello there\u001b[201~', '\r']);
  });

  it('looks again under the next lease when one ran out before its write, and types once', async () => {
    const kimi = new ScriptedKimi(box({ busy: { retry: null } }));
    kimi.shortLeases = 2;
    kimi.onInput = (keys) => {
      kimi.part =
        keys === '\r' ? box({ busy: { retry: null }, queued: ['hello there'] }) : box({ busy: { retry: null }, draft: 'hello there' });
    };
    expect(await sendMessage(kimi, 'hello there', 1_000)).toBe('screen');
    expect(kimi.written).toEqual(['\u001b[200~hello there\u001b[201~', '\r']);
    expect(kimi.leases).toBe(3);
  });

  it('goes without a lease when none is long enough, as on a machine that crawls', async () => {
    const kimi = new ScriptedKimi();
    kimi.shortLeases = 100;
    kimi.onInput = () => kimi.takes('hello');
    expect(await sendMessage(kimi, 'hello', 1_000)).toBe('transcript');
    expect(kimi.written).toEqual(['\u001b[200~hello\u001b[201~\r']);
  });

  it('writes nothing when somebody began to type between two leases', async () => {
    const kimi = new ScriptedKimi();
    kimi.shortLeases = 1;
    const look = kimi.look;
    kimi.look = async () => (kimi.leases < 2 ? look() : box({ draft: 'wait, I' }));
    await expect(sendMessage(kimi, 'hello', 1_000)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(kimi.written).toEqual([]);
  });

  it('never presses Enter on an approval that came up while it was pasting', async () => {
    const kimi = new ScriptedKimi(box({ busy: { retry: null } }));
    kimi.onInput = () => {
      kimi.part = approval;
    };
    await expect(sendMessage(kimi, 'hello', 1_000)).rejects.toMatchObject({ code: 'CONFLICT', context: { what: 'rm -rf build' } });
    expect(kimi.written).toEqual(['\u001b[200~hello\u001b[201~']);

    const early = new ScriptedKimi(box({ busy: { retry: null } }));
    early.onInput = () => {
      early.waiting = 'rm -rf build';
      early.part = box({ draft: 'hello' });
    };
    await expect(sendMessage(early, 'hello', 1_000)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(early.written).not.toContain('\r');
  });

  it.each<[string, ScreenPart]>([
    ['the trust prompt', { kind: 'trust', what: 'Trust this folder?' }],
    ['an approval', approval],
    ['another menu', { kind: 'panel', panel: 'other', what: 'Sessions' }],
    ['a half-written message', box({ draft: 'half' })],
  ])('writes nothing on %s', async (_, part) => {
    const kimi = new ScriptedKimi(part);
    await expect(sendMessage(kimi, 'hello', 1_000)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(kimi.written).toEqual([]);
  });

  it('writes nothing while the transcript says that an answer is due, whatever the screen shows', async () => {
    const kimi = new ScriptedKimi();
    kimi.waiting = 'make';
    await expect(sendMessage(kimi, 'hello', 1_000)).rejects.toMatchObject({ code: 'CONFLICT', context: { what: 'make' } });
    expect(kimi.written).toEqual([]);
  });

  it('writes nothing when there is no box in time, and says what it saw instead', async () => {
    const kimi = new ScriptedKimi({ kind: 'unknown', error: 'screen not readable: gone' });
    await expect(sendMessage(kimi, 'hello', 1_000)).rejects.toMatchObject({
      code: 'PROMPT_NOT_CONFIRMED',
      context: { shown: 'screen not readable: gone' },
    });
    expect(kimi.written).toEqual([]);
  });

  it('takes the progress mark for a confirmation when the transcript stays silent, but not one from before', async () => {
    const kimi = new ScriptedKimi();
    kimi.onInput = () => kimi.starts();
    expect(await sendMessage(kimi, 'hello', 60_000)).toBe('osc');
    const before = new ScriptedKimi();
    before.starts();
    await before.news(1);
    await expect(sendMessage(before, 'hello', 1_000)).rejects.toMatchObject({ code: 'PROMPT_NOT_CONFIRMED' });
  });

  it('does not take another message of the person for its own', async () => {
    const kimi = new ScriptedKimi();
    kimi.onInput = () => kimi.takes('something else');
    await expect(sendMessage(kimi, 'hello', 1_000)).rejects.toMatchObject({ code: 'PROMPT_NOT_CONFIRMED' });
  });

  it('ends when Kimi does, and takes that for the answer to its own command', async () => {
    const kimi = new ScriptedKimi();
    kimi.onInput = () => {
      kimi.gone = true;
    };
    await expect(sendMessage(kimi, 'hello', 1_000)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    kimi.gone = false;
    expect(await sendMessage(kimi, '/exit', 1_000)).toBe('screen');
  });
});

describe('asking Kimi to end', () => {
  const EXIT = '\u001b[200~/exit\u001b[201~\r';

  it('sends /exit into an empty box and nothing else', async () => {
    const kimi = new ScriptedKimi();
    await askToLeave(kimi);
    expect(kimi.written).toEqual([EXIT]);
  });

  it('interrupts with Esc first, and once more when the first only rejected an approval', async () => {
    const kimi = new ScriptedKimi(approval);
    kimi.working = true;
    kimi.onInput = (keys) => {
      if (keys !== '\u001b') return;
      kimi.working = kimi.part.kind === 'panel';
      kimi.part = box(kimi.working ? { busy: { retry: null } } : {});
    };
    await askToLeave(kimi);
    expect(kimi.written).toEqual(['\u001b', '\u001b', EXIT]);
  });

  it('clears a half-written message, which /exit would be added to', async () => {
    const kimi = new ScriptedKimi(box({ draft: 'half' }));
    kimi.onInput = () => {
      kimi.part = box();
    };
    await askToLeave(kimi);
    expect(kimi.written).toEqual(['\u0003', EXIT]);
  });

  it('leaves the trust prompt by its own key', async () => {
    const kimi = new ScriptedKimi({ kind: 'trust', what: '' });
    await askToLeave(kimi);
    expect(kimi.written).toEqual(['\u001b']);
  });

  it('never presses Enter in a menu that does not go away, nor in a turn that does not stop', async () => {
    for (const part of [{ kind: 'panel', panel: 'other', what: 'Sessions' } as const, box({ busy: { retry: null } })]) {
      const kimi = new ScriptedKimi(part);
      const started = kimi.now();
      await askToLeave(kimi);
      expect(kimi.written).toEqual(['\u001b', '\u001b', '\u001b']);
      expect(kimi.now() - started).toBeLessThanOrEqual(4_000);
    }
  });
});
