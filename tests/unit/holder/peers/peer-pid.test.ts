import { describe, expect, test } from 'vitest';
import { peerOfPipe } from '../../../../src-main/holder/peers/peer-pid.ts';

/** The pipes of a thread as libuv lists them: by handle, those that hold the loop. */
function loop(...handles: number[]) {
  const held = new Set(handles);
  const asked: number[] = [];
  const native = {
    heldPipes: () => [...held],
    peerPid: (handle: number) => {
      asked.push(handle);
      return handle + 1000;
    },
  };
  const socket = (...own: number[]) => ({
    destroyed: false,
    ref: () => {
      for (const handle of own) held.add(handle);
    },
    unref: () => {
      for (const handle of own) held.delete(handle);
    },
  });
  return { native, socket, held, asked };
}

describe('the pipe under a socket of Windows', () => {
  test('is the one that lets go of the loop, among others and whatever the socket was told before', () => {
    const { native, socket, held } = loop(4, 8, 12);
    expect(peerOfPipe(socket(8), native)).toBe(1008);
    const loose = socket(16);
    loose.unref();
    expect(peerOfPipe(loose, native)).toBe(1016);
    expect([...held].sort((a, b) => a - b)).toEqual([4, 8, 12, 16]);
  });

  test('is nobody’s when none or several let go, or the socket is destroyed: then nobody is asked about', () => {
    const { native, socket, asked } = loop(4, 8);
    expect(peerOfPipe(socket(), native)).toBe(0);
    expect(peerOfPipe(socket(4, 8), native)).toBe(0);
    expect(peerOfPipe({ ...socket(4), destroyed: true }, native)).toBe(0);
    expect(asked).toEqual([]);
  });
});
