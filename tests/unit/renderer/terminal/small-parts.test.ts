import { describe, expect, it } from 'vitest';
import { CLIPBOARD_MOST_BYTES, parseClipboardRequest } from '#renderer/terminal/clipboard-request.ts';
import { gapLine } from '#renderer/terminal/gap-line.ts';
import { isRealGpu } from '#renderer/terminal/gpu.ts';
import { latin1, utf8 } from '#renderer/terminal/input-bytes.ts';
import { partFrom } from '#renderer/terminal/stream-trim.ts';
import { letterboxed } from '#renderer/terminal/terminal-state.ts';

describe('a program that asks for the clipboard', () => {
  const ask = (text: string) => parseClipboardRequest(`c;${Buffer.from(text).toString('base64')}`);

  it('may write text', () => {
    expect(ask('héllo 你好')).toEqual({ kind: 'write', text: 'héllo 你好' });
  });
  it('may never read', () => {
    expect(parseClipboardRequest('c;?')).toEqual({ kind: 'read' });
  });
  it('may not write more than a megabyte', () => {
    expect(ask('x'.repeat(CLIPBOARD_MOST_BYTES + 10)).kind).toBe('too-large');
    expect(ask('x'.repeat(CLIPBOARD_MOST_BYTES - 10)).kind).toBe('write');
  });
  it.each(['', 'c', 'c;***'])('is not understood when it says %j', (data) => {
    expect(parseClipboardRequest(data)).toEqual({ kind: 'malformed' });
  });
});

describe('the GPU', () => {
  it.each(['ANGLE (NVIDIA, GeForce RTX 3060)', 'Apple M2', 'Mesa Intel(R) UHD Graphics 620'])('%s is real', (name) => {
    expect(isRealGpu(name)).toBe(true);
  });
  it.each(['ANGLE (Google, Vulkan 1.3 (SwiftShader Device (Subzero)))', 'llvmpipe (LLVM 15)', 'Microsoft Basic Render Driver', ''])(
    '%j is software',
    (name) => {
      expect(isRealGpu(name)).toBe(false);
    },
  );
});

describe('bytes of input', () => {
  it('are UTF-8 for text and one byte a character for mouse reports', () => {
    expect([...utf8('é')]).toEqual([0xc3, 0xa9]);
    expect([...latin1('\u001b[M é')]).toEqual([0x1b, 0x5b, 0x4d, 0x20, 0xe9]);
  });
});

describe('the part of a run of bytes from an offset on', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  it('is all, some or none of it', () => {
    expect(partFrom(bytes, 10, 5)).toEqual(bytes);
    expect(partFrom(bytes, 10, 10)).toEqual(bytes);
    expect(partFrom(bytes, 10, 12)).toEqual(Uint8Array.of(3));
    expect(partFrom(bytes, 10, 13)).toBeNull();
  });
});

describe('missing bytes', () => {
  it('are a dim line of their own with the reason and how many', () => {
    const line = gapLine((reason, bytes) => `${bytes} ${reason}`, { type: 'gap', from: 100, to: 350, reason: 'damaged' });
    expect(line).toBe('\r\n\u001b[0;2m── 250 damaged ──\u001b[0m\r\n');
  });
});

describe('a pane is letter-boxed', () => {
  const small = { cols: 80, rows: 24 };
  const large = { cols: 120, rows: 40 };
  it('when another viewer decides on another size', () => {
    expect(letterboxed({ drawn: true, owner: false, size: small, room: large })).toBe(true);
    expect(letterboxed({ drawn: true, owner: false, size: small, room: small })).toBe(false);
    expect(letterboxed({ drawn: true, owner: true, size: small, room: large })).toBe(false);
    expect(letterboxed({ drawn: false, owner: false, size: small, room: large })).toBe(false);
  });
});
