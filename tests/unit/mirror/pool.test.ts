import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const XTERM = resolve(import.meta.dirname, '../../../src-main/mirror/xterm.ts');

/** A process of its own, because the package is loaded once; its first Buffer stands where the table's head would be looked for. */
async function loadedAfter(first: string) {
  const script = `
    const [, ${'{ createTerminal }'}] = [Buffer.from(${JSON.stringify(first)}, 'latin1'), await import(${JSON.stringify(XTERM)})];
    const terminal = createTerminal(20, 2, 0);
    terminal.write('👩‍👩‍👧|', () => {
      console.log(JSON.stringify({ column: terminal.buffer.active.cursorX, bytes: process.memoryUsage().arrayBuffers, pool: Buffer.poolSize }));
    });`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 });
  return JSON.parse(stdout) as { readonly column: number; readonly bytes: number; readonly pool: number };
}

it.each([
  ['text, which is a length of gigabytes', 'x'.repeat(400)],
  ['a length that is too short for the table', '\u0001\0\0\0'.repeat(100)],
])('grapheme clusters are read from their own table where Node’s pool of Buffers begins with %s', async (_, first) => {
  const { column, bytes, pool } = await loadedAfter(first);
  expect([column, pool]).toEqual([3, Buffer.poolSize]);
  expect(bytes).toBeLessThan(16 * 1024 * 1024);
});
