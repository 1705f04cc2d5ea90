import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OverallProgress } from '../../../../src-main/engine/terminals/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const signal = (childId: string, state: number, value = 0) => ({ kind: 'progress', childId, offset: 0, state, value }) as const;

describe('how far programs are', () => {
  it('is told some times a second, of all that say so together, until they have ended', () => {
    const told: unknown[] = [];
    const progress = new OverallProgress((now) => told.push(now));
    for (let percent = 1; percent <= 40; percent += 1) progress.heard(signal('a', 1, percent));
    vi.advanceTimersByTime(500);
    progress.heard(signal('b', 1, 80));
    progress.heard({ kind: 'bell', childId: 'b', offset: 1 });
    vi.advanceTimersByTime(500);
    progress.heard(signal('b', 2, 80));
    vi.advanceTimersByTime(500);
    progress.ended('b');
    progress.heard(signal('a', 0));
    vi.advanceTimersByTime(500);
    expect(told).toEqual([{ kind: 'percent', percent: 40 }, { kind: 'percent', percent: 60 }, { kind: 'error', percent: 60 }, null]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is nothing while a program only says that it works', () => {
    const progress = new OverallProgress(() => expect.unreachable());
    progress.heard(signal('a', 3));
    vi.advanceTimersByTime(500);
    expect(progress.now).toBeNull();
  });
});
