import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readOn } from '#main/holder/process/read-on.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const KIB = 1024;

/** A pipe, which is read without waiting as a terminal is, and says as it does that there is nothing more. */
async function pipeWith(bytes: number): Promise<number> {
  const path = join(await tempFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(fd));
  writeSync(fd, Buffer.alloc(bytes, 'x'));
  return fd;
}

describe.skipIf(process.platform === 'win32')('reading on', () => {
  it('takes what is there after a large read, and keeps the order', async () => {
    const all = readOn(await pipeWith(10 * KIB), Buffer.alloc(4 * KIB, 'a'));
    expect(all.toString()).toBe('a'.repeat(4 * KIB) + 'x'.repeat(10 * KIB));
  });

  it('does not ask after a small one: that is a person or a prompt', async () => {
    const fd = await pipeWith(100);
    expect(readOn(fd, Buffer.from('a')).toString()).toBe('a');
  });

  it('hands on 64 KiB at most, and leaves the rest for the next time', async () => {
    const fd = await pipeWith(64 * KIB);
    expect(readOn(fd, Buffer.alloc(4 * KIB))).toHaveLength(64 * KIB);
    expect(readOn(fd, Buffer.alloc(4 * KIB))).toHaveLength(8 * KIB);
  });

  it('gives back what it got when there is nothing more', async () => {
    const first = Buffer.alloc(4 * KIB);
    expect(readOn(await pipeWith(0), first)).toBe(first);
  });
});
