import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DetachScanner, parseDetachKey, TWICE_WITHIN_MS } from '#main/hosts/cli/attach/detach-key.ts';

function scannerFor(key = 'ctrl-]') {
  const passed: Buffer[] = [];
  const onDetach = vi.fn();
  const scanner = new DetachScanner({ key: parseDetachKey(key), onInput: (bytes) => passed.push(Buffer.from(bytes)), onDetach });
  return { scanner, onDetach, type: (text: string) => scanner.feed(Buffer.from(text)), passed: () => Buffer.concat(passed).toString() };
}

describe('the detach key', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('leaves the session when it is pressed once', () => {
    const { type, onDetach, passed } = scannerFor();
    type('ls\r\u001d');
    expect(onDetach).not.toHaveBeenCalled();
    vi.advanceTimersByTime(TWICE_WITHIN_MS);
    expect(onDetach).toHaveBeenCalledOnce();
    expect(passed()).toBe('ls\r');
  });

  it('reaches the program once when it is pressed twice', () => {
    const { type, onDetach, passed } = scannerFor();
    type('\u001d');
    type('\u001dx');
    vi.advanceTimersByTime(10 * TWICE_WITHIN_MS);
    expect(onDetach).not.toHaveBeenCalled();
    expect(passed()).toBe('\u001dx');
  });

  it('leaves at once when something else is typed after it, and the program does not see that', () => {
    const { type, onDetach, passed } = scannerFor();
    type('\u001dq');
    expect(onDetach).toHaveBeenCalledOnce();
    expect(passed()).toBe('');
  });

  it.each(['\u001b[93;5u', '\u001b[93;69u', '\u001b[93;5:1u', '\u001b[93::93;5u', '\u001b[27;5;93~'])(
    'is recognised in the form that a keyboard protocol gives it: %j',
    (form) => {
      const { type, onDetach } = scannerFor();
      type(form);
      vi.advanceTimersByTime(TWICE_WITHIN_MS);
      expect(onDetach).toHaveBeenCalledOnce();
    },
  );

  it('is not taken for typing when its release is reported', () => {
    const { type, onDetach, passed } = scannerFor();
    type('\u001b[93;5u\u001b[93;5:3u');
    expect(onDetach).not.toHaveBeenCalled();
    type('\u001b[93;5u');
    vi.advanceTimersByTime(10 * TWICE_WITHIN_MS);
    expect(onDetach).not.toHaveBeenCalled();
    expect(passed()).toBe('\u001b[93;5u');
  });

  it('lets everything else through unchanged, byte by byte', () => {
    const { scanner, onDetach, passed } = scannerFor();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 0x1d));
    const seen: Buffer[] = [];
    const other = new DetachScanner({ key: parseDetachKey('^]'), onInput: (part) => seen.push(Buffer.from(part)), onDetach });
    other.feed(bytes);
    expect(Buffer.concat(seen)).toEqual(bytes);
    scanner.feed(Buffer.from('é\u001b[93;1u'));
    expect(passed()).toBe('é\u001b[93;1u');
    expect(onDetach).not.toHaveBeenCalled();
  });

  it.each(['ctrl-a', 'Ctrl+A', 'c-a', '^A'])('may be written %s', (text) => {
    const { type, onDetach } = scannerFor(text);
    type('\u0001');
    vi.advanceTimersByTime(TWICE_WITHIN_MS);
    expect(onDetach).toHaveBeenCalledOnce();
  });

  it.each(['ctrl-\\', 'ctrl-[', 'ctrl-^', 'ctrl-_', 'ctrl-@'])('may be %s', (text) => {
    const { type, onDetach } = scannerFor(text);
    type(String.fromCharCode(text.charCodeAt(5) & 0x1f));
    vi.advanceTimersByTime(TWICE_WITHIN_MS);
    expect(onDetach).toHaveBeenCalledOnce();
  });

  it.each(['', 'x', 'ctrl-', 'ctrl-é', 'alt-x', 'ctrl-]]'])('is refused when it is no key with Ctrl: %j', (text) => {
    expect(() => parseDetachKey(text)).toThrow('INVALID_INPUT');
  });
});
