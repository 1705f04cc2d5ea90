import { EventEmitter } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { commandToEngine } from './seams/command-to-engine.ts';
import { engineToAudit, engineToState } from './seams/databases.ts';
import { engineToFolder, engineToTranscript, holderToSpool } from './seams/disk.ts';
import { engineToGateway, engineToHolder, engineToMirror } from './seams/engine-to-parts.ts';
import { injected } from './seams/injected.ts';
import { kimiToModel } from './seams/kimi-to-model.ts';
import { engineToKimi, engineToShell } from './seams/programs.ts';
import { FAULTS, type Outcome } from './seams/types.ts';
import { windowToEngine } from './seams/window-to-engine.ts';

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

const SEAMS = [
  commandToEngine,
  windowToEngine,
  engineToHolder,
  engineToMirror,
  engineToGateway,
  engineToState,
  engineToAudit,
  engineToFolder,
  holderToSpool,
  engineToTranscript,
  engineToKimi,
  engineToShell,
  kimiToModel,
];

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

describe('the table', () => {
  const SOURCES = resolve(import.meta.dirname, '../../../src-main');
  const OUTSIDE = /from '(node:(net|http|child_process|fs|fs\/promises|worker_threads)|better-sqlite3|undici|ws)'/;

  it('has a row for every place that reaches outside its process', () => {
    const claimed = SEAMS.flatMap(({ sources }) => sources);
    const reaching = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
      .map((entry) => resolve(entry.parentPath, entry.name))
      .filter((file) => OUTSIDE.test(readFileSync(file, 'utf8')))
      .map((file) => relative(SOURCES, file).split(sep).join('/'));
    const without = reaching.filter((file) => !claimed.some((folder) => file.startsWith(`${folder}/`)));
    expect(without, 'name the folder in the sources of a seam, or give it a row of its own').toEqual([]);
    const empty = claimed.filter((folder) => !reaching.some((file) => file.startsWith(`${folder}/`)));
    expect(empty, 'nothing in there reaches outside').toEqual([]);
  });

  it('expects at least 95 % of what passes to be recovered without the person', () => {
    const passing = SEAMS.flatMap(({ cells }) => Object.values(cells)).filter((cell) => !('cannot' in cell) && cell.passes);
    const recovered = passing.filter((cell) => !('cannot' in cell) && !cell.expected.startsWith('told'));
    expect(recovered.length / passing.length).toBeGreaterThanOrEqual(0.95);
  });
});
