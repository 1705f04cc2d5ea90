import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SOURCE = resolve(import.meta.dirname, '../../../../src-main/hosts/headless');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kimi-ending-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process that ends the way hosts do, and does `then` once it is up. */
async function processThat(then: string) {
  const program = `
    import { Ending } from ${JSON.stringify(resolve(SOURCE, '../../doors/ending.ts'))};
    import { endAtSignals } from ${JSON.stringify(join(SOURCE, 'end-at-signals.ts'))};
    import { openLogger } from ${JSON.stringify(resolve(SOURCE, '../../doors/logger.ts'))};
    const logger = await openLogger(${JSON.stringify(folder)}, 'engine', undefined);
    const ending = new Ending({ logger, exit: (code) => process.exit(code), complain: (what) => console.error('complaint:', what) });
    endAtSignals(ending, logger);
    setInterval(() => undefined, 1000);
    console.log('up');
    ${then}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: resolve(SOURCE, '../../..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  await once(createInterface({ input: child.stdout }), 'line');
  return { child, ended, complaints: () => complaints };
}

const log = () => readFile(join(folder, 'logs', 'engine.log'), 'utf8');

test.each([
  ['thrown', "setImmediate(() => { throw new Error('a defect'); });"],
  ['rejected', "void Promise.reject(new Error('a defect'));"],
])('an error that nobody caught (%s) is logged with its stack, said in one line, and ends the process with 1', async (_how, then) => {
  const { ended, complaints } = await processThat(then);
  expect(await ended).toBe(1);
  expect(complaints().trim().split('\n')).toEqual(['complaint: crashed']);
  const { level, reason } = JSON.parse((await log()).trim()) as { level: string; reason: string };
  expect(level).toBe('error');
  expect(reason).toMatch(/a defect\n\s+at /);
});

test('a signal before there is anything to close just ends the process', async () => {
  const { child, ended } = await processThat('');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('what does not close is left behind after five seconds', async () => {
  const { child, ended, complaints } = await processThat('ending.whatToClose(() => new Promise(() => undefined));');
  const started = performance.now();
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
  expect(performance.now() - started).toBeGreaterThan(4_900);
  expect(performance.now() - started).toBeLessThan(8_000);
  expect(complaints()).toContain('complaint: forced');
});

const STUCK = "ending.whatToClose(() => { console.error('closing'); return new Promise(() => undefined); });";

test('a person who presses Ctrl-C again does not wait', async () => {
  const { child, ended } = await processThat(STUCK);
  const started = performance.now();
  const pressing = setInterval(() => child.kill('SIGINT'), 100);
  expect(await ended).toBe(1);
  clearInterval(pressing);
  expect(performance.now() - started).toBeLessThan(4_000);
});

test('one Ctrl-C that arrives by two ways is one', async () => {
  const { child, ended } = await processThat(STUCK);
  const started = performance.now();
  const closing = once(child.stderr, 'data');
  child.kill('SIGINT');
  await closing;
  child.kill('SIGINT');
  expect(await ended).toBe(1);
  expect(performance.now() - started).toBeGreaterThan(4_900);
});

test('what fails to close is logged, and the process ends all the same', async () => {
  const { child, ended } = await processThat("ending.whatToClose(() => Promise.reject(new Error('stuck')));");
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
  expect(await log()).toContain('stuck');
});
