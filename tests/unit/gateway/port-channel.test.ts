import { expect, test } from 'vitest';
import { type Port, PortChannel } from '#main/gateway/port-channel.ts';

/** A window's end of a port, and the channel at ours. */
function channel() {
  let say: (data: unknown) => void = () => undefined;
  let leave: () => void = () => undefined;
  const port = {
    on(event: 'message' | 'close', listener: (event: { data: unknown; ports: readonly Port[] }) => void) {
      if (event === 'message') say = (data) => listener({ data, ports: [] });
      else leave = () => listener({ data: null, ports: [] });
    },
    postMessage: () => undefined,
    start: () => undefined,
    close: () => undefined,
  };
  const ours = new PortChannel(port as Port);
  const heard: string[] = [];
  ours.onMessage((message) => heard.push(String(message)));
  ours.onClose(() => heard.push('closed'));
  return { ours, heard, say: (text: string) => say(text), leave: () => leave() };
}

test('what a window says while it is not listened to comes after, in order, and then what it says next', () => {
  const { ours, heard, say } = channel();
  ours.pause();
  say('a');
  say('b');
  expect(heard).toEqual([]);
  ours.resume();
  say('c');
  expect(heard).toEqual(['a', 'b', 'c']);
});

test('a window that closes its end while it is not listened to is heard to its end', () => {
  const { ours, heard, say, leave } = channel();
  ours.pause();
  say('a');
  say('b');
  leave();
  expect(ours.open).toBe(true);
  // Whoever hears it may need another pause.
  const unhear = ours.onMessage(() => ours.pause());
  ours.resume();
  unhear();
  expect(heard).toEqual(['a']);
  ours.resume();
  expect(heard).toEqual(['a', 'b', 'closed']);
  expect(ours.open).toBe(false);
});

test('a window that closes its end is gone at once when nothing of it waits, and when it is cut off', () => {
  const one = channel();
  one.ours.pause();
  one.leave();
  expect(one.heard).toEqual(['closed']);
  const other = channel();
  other.ours.pause();
  other.say('a');
  other.leave();
  other.ours.terminate();
  other.ours.resume();
  expect(other.heard.filter((event) => event === 'closed')).toHaveLength(1);
});
