import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OscTracker } from '#main/engine/agents/kimi/osc-tracker.ts';

const at = { childId: 'child', offset: 0 };
const progress = (state: number) => ({ kind: 'progress', ...at, state, value: 0 }) as const;
const notify = (text: string) => ({ kind: 'notify', ...at, text }) as const;

describe('what Kimi says out of band', () => {
  let tracker: OscTracker;
  let changes: number;
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000 });
    changes = 0;
    tracker = new OscTracker({
      now: () => Date.now(),
      onChange: () => {
        changes += 1;
      },
    });
  });
  afterEach(() => {
    tracker.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('believes at once that it works, and that it stopped after 100 ms without taking it back', () => {
    tracker.take(progress(3));
    expect(tracker.belief.working).toEqual({ value: true, at: 1_000 });
    tracker.take(progress(0));
    vi.advanceTimersByTime(99);
    expect(tracker.belief.working?.value).toBe(true);
    vi.advanceTimersByTime(1);
    expect(tracker.belief.working).toEqual({ value: false, at: 1_000 });
  });

  it('passes over a stop and start in mid-turn', () => {
    tracker.take(progress(3));
    tracker.take(progress(0));
    vi.advanceTimersByTime(1);
    tracker.take(progress(3));
    vi.advanceTimersByTime(500);
    expect(tracker.belief.working?.value).toBe(true);
    expect(changes).toBe(2);
  });

  it('remembers what it asks the person for until it works on', () => {
    tracker.take(notify('Kimi Code approval required: Bash'));
    expect(tracker.belief.wants).toMatchObject({ ask: 'approval' });
    tracker.take(progress(3));
    expect(tracker.belief.wants).toBeNull();
    tracker.take(notify('Kimi Code needs your answer: Which colour?'));
    expect(tracker.belief.wants).toMatchObject({ ask: 'question', text: 'Kimi Code needs your answer: Which colour?' });
    tracker.take(notify('Kimi Code task complete: hello'));
    expect(tracker.belief.wants).toMatchObject({ ask: 'question' });
  });

  it('hears of work in the past that says nothing about now, and of a stop that still holds', () => {
    tracker.take(progress(3), true);
    expect(tracker.belief.working).toBeNull();
    tracker.take(progress(0), true);
    expect(tracker.belief.working).toEqual({ value: false, at: 1_000 });
    tracker.take(notify('Kimi Code approval required: Bash'), true);
    expect(tracker.belief.wants).toMatchObject({ ask: 'approval' });
    tracker.take(progress(3), true);
    expect(tracker.belief).toMatchObject({ working: null, wants: null });
  });

  it('keeps the title, and a closed one has no timer left', () => {
    tracker.take({ kind: 'title', ...at, text: 'hello' });
    tracker.take({ kind: 'bell', ...at });
    expect(tracker.belief.title).toEqual({ text: 'hello', at: 1_000 });
    tracker.take(progress(0));
  });
});

describe('the recorded signals of a real session with several approvals', () => {
  it('stop only where Kimi also says why, never in mid-turn', () => {
    vi.useFakeTimers({ now: 0 });
    const events = readFileSync(path.resolve(import.meta.dirname, '../../../../fixtures/kimi/osc-events-74.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { ms: number; kind: string; data: string })
      .filter((event) => event.kind === 'osc9');
    const stops = new Set<number>();
    const tracker = new OscTracker({
      now: () => Date.now(),
      onChange: () => {
        const { working } = tracker.belief;
        if (working?.value === false) stops.add(working.at);
      },
    });
    for (const { ms, data } of events) {
      vi.advanceTimersByTime(ms - Date.now());
      const state = /^4;(\d)/.exec(data)?.[1];
      tracker.take(state === undefined ? notify(data) : progress(Number(state)));
    }
    vi.advanceTimersByTime(100);
    tracker.close();
    vi.useRealTimers();
    const reasons = events.filter((event) => !event.data.startsWith('4;')).map((event) => event.ms);
    expect(stops.size).toBe(reasons.length);
    for (const stop of stops) expect(reasons.some((ms) => Math.abs(ms - stop) <= 2)).toBe(true);
  });
});
