import { describe, expect, test } from 'vitest';
import { FLOOD_BYTES, type FloodState, onBehind, onBytes, onQuietCheck, onWanted, QUIET_MS, startFollowing } from '#main/mirror/flood.ts';

const following: FloodState = { kind: 'following', since: 0, bytes: 0 };
const still: FloodState = { kind: 'still', moved: 1000 };

describe('following', () => {
  test('two mebibytes within a quarter of a second are a flood', () => {
    expect(onBytes(following, FLOOD_BYTES, FLOOD_BYTES, 100).kind).toBe('following');
    expect(onBytes(onBytes(following, FLOOD_BYTES, FLOOD_BYTES, 100), 1, FLOOD_BYTES + 1, 200).kind).toBe('still');
  });

  test('the same amount over a longer time is not', () => {
    let state: FloodState = following;
    for (let second = 0; second < 20; second++) state = onBytes(state, FLOOD_BYTES / 2, 0, second * 300);
    expect(state.kind).toBe('following');
  });
});

describe('standing still', () => {
  test('ends when the child has been quiet', () => {
    expect(onQuietCheck(still, 10, 500, 1000 + QUIET_MS - 1)).toBe(still);
    expect(onQuietCheck(still, 10, 500, 1000 + QUIET_MS)).toEqual({ kind: 'catching-up', target: 500 });
    expect(onQuietCheck(still, 500, 500, 1000 + QUIET_MS).kind).toBe('following');
  });

  test('goes on while the child writes', () => {
    const moved = onBehind(still, 1080);
    expect(onQuietCheck(moved, 10, 500, 1150).kind).toBe('still');
  });

  test('ends when somebody asks', () => {
    expect(onWanted(still, 700)).toEqual({ kind: 'catching-up', target: 700 });
  });
});

describe('catching up', () => {
  test('what piled up is not taken for a flood', () => {
    const state = startFollowing(100 * FLOOD_BYTES);
    expect(onBytes(state, 50 * FLOOD_BYTES, 50 * FLOOD_BYTES, 1)).toBe(state);
    expect(onBytes(state, 50 * FLOOD_BYTES, 100 * FLOOD_BYTES, 2).kind).toBe('following');
  });

  test('goes as far as the furthest that is wanted', () => {
    expect(onWanted(onWanted(still, 700), 300)).toEqual({ kind: 'catching-up', target: 700 });
  });
});
