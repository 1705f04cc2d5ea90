import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EchoFirst } from '#renderer/terminal/echo-first.ts';

const typed = { name: 'typed into' };
const flood = { name: 'flood' };

let drawn: string[];
let frames: (() => void)[];
let order: EchoFirst;

const take = (terminal: object, text: string) => order.take(terminal, () => drawn.push(text));
const frame = () => {
  for (const run of frames.splice(0)) run();
};

beforeEach(() => {
  vi.useFakeTimers();
  drawn = [];
  frames = [];
  order = new EchoFirst({ now: () => vi.getMockedSystemTime()?.getTime() ?? 0, afterFrame: (run) => frames.push(run) });
});
afterEach(() => vi.useRealTimers());

describe('what arrives for a terminal', () => {
  it('is drawn at once while nobody types', () => {
    take(flood, '1');
    expect(drawn).toEqual(['1']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits, in order, until the echo of a key in another terminal was drawn', () => {
    order.pressed(typed);
    take(flood, '1');
    take(typed, 'echo');
    take(flood, '2');
    order.parsed(flood);
    frame();
    expect(drawn).toEqual(['echo']);
    order.parsed(typed);
    take(flood, '3');
    expect(drawn).toEqual(['echo']);
    frame();
    expect(drawn).toEqual(['echo', '1', '2', '3']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits no longer than a moment for a program that does not answer', () => {
    order.pressed(typed);
    take(flood, '1');
    vi.advanceTimersByTime(49);
    expect(drawn).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(drawn).toEqual(['1']);
    take(flood, '2');
    expect(drawn).toEqual(['1', '2']);
  });

  it('is not overtaken when a key goes into that very terminal', () => {
    order.pressed(typed);
    take(flood, '1');
    order.pressed(flood);
    take(flood, '2');
    expect(drawn).toEqual(['1', '2']);
  });

  it('is let go by the next key, so that somebody who types fast stops nobody', () => {
    order.pressed(typed);
    take(flood, '1');
    order.parsed(typed);
    order.pressed(typed);
    expect(drawn).toEqual(['1']);
    take(flood, '2');
    vi.advanceTimersByTime(10);
    // The frame of the first key's echo says nothing of the second's.
    order.pressed(typed);
    expect(drawn).toEqual(['1', '2']);
  });
});
