import { EventEmitter } from 'node:events';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { SEAMS } from './seams/index.ts';
import { injected } from './seams/injected.ts';
import { FAULTS, type Outcome } from './seams/types.ts';

// Between us and the system, so that a seam's own calls meet the fault.
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  const open: typeof fs.open = async (path, ...more) => {
    await injected.open?.(String(path));
    return fs.open(path, ...more);
  };
  return { ...fs, default: fs, open };
});
vi.mock('node:child_process', async (original) => {
  const processes = await original<typeof import('node:child_process')>();
  /** What is returned for a program that the system did not start: it says so a moment later. */
  const failed = (error: Error) => {
    const child = Object.assign(new EventEmitter(), { stdin: null, stdout: null, stderr: null });
    setImmediate(() => child.emit('error', error));
    return child;
  };
  const execFile = (file: string, ...more: unknown[]) => {
    const error = injected.start?.(file) ?? null;
    if (error === null) return Reflect.apply(processes.execFile, processes, [file, ...more]);
    setImmediate(more.at(-1) as (error: Error, stdout: string, stderr: string) => void, error, '', '');
    return Object.assign(new EventEmitter(), { stdin: null });
  };
  // promisify asks for this one.
  Object.assign(execFile, {
    [Symbol.for('nodejs.util.promisify.custom')]: Reflect.get(processes.execFile, Symbol.for('nodejs.util.promisify.custom')),
  });
  const spawn = (file: string, ...more: unknown[]) => {
    const error = injected.start?.(file) ?? null;
    return error === null ? Reflect.apply(processes.spawn, processes, [file, ...more]) : failed(error);
  };
  return { ...processes, default: processes, execFile, spawn };
});

const counted = { cells: 0, asExpected: 0, passing: 0, recovered: 0 };
// For whoever records the figures (RELIABILITY.md).
afterAll(() => void process.stdout.write(`fault table: ${JSON.stringify(counted)}\n`));

describe.each(SEAMS)('$name', ({ cells }) => {
  for (const fault of FAULTS) {
    const cell = cells[fault];
    if ('cannot' in cell) it(`${fault}: ${cell.cannot}`, () => expect(cell.cannot).not.toBe(''));
    else {
      it(`${fault}: ${cell.expected}`, async () => {
        counted.cells += 1;
        if (cell.passes) counted.passing += 1;
        const outcome = await cell.run();
        expect<Outcome>(outcome).toBe(cell.expected);
        counted.asExpected += 1;
        if (cell.passes && !outcome.startsWith('told')) counted.recovered += 1;
      });
    }
  }
});
