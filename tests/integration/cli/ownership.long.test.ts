import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import type { SessionInfo, SystemStatus } from '#shared/contract/index.ts';
import { isRunning } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { killHard, type Person, person } from './support.ts';
import { cliInTerminal } from './terminal.ts';

/** `kimi-shell serve …` in a process of its own, with what it prints. */
function serve(p: Person, ...words: readonly string[]) {
  const child: ChildProcess = spawn(p.node, [p.cli, 'serve', ...words], {
    cwd: p.dataFolder,
    env: p.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(() => killHard(child.pid ?? 0));
  return {
    exited,
    said: () => said,
    says: (pattern: RegExp) => until(`${pattern} in ${said}`, () => pattern.test(said)),
    end: (signal: NodeJS.Signals) => {
      child.kill(signal);
      return exited;
    },
  };
}

const kindOf = async (p: Person) => (await p.json<SystemStatus>(['status'])).engine.kind;

it('serve takes over from the engine of a command, under everything that goes on there; the next one is led to it', async () => {
  const p = await person();
  const { id } = await p.json<SessionInfo>(['session', 'create', 'work', '--agent', 'shell']);
  const called = await p.json<SystemStatus>(['status']);
  expect(called.engine.kind).toBe('call');
  const attached = cliInTerminal(p, ['session', 'attach', id]);
  await attached.shows(/^[#$]/);
  attached.type('echo one-$((1+1))\r');
  await attached.shows(/^one-2$/);

  const first = serve(p);
  // Typed all the time, with or without an engine: what arrives is what was typed.
  let typed = 0;
  while (!first.said().includes('#code=')) {
    typed += 1;
    attached.type(`echo key-${typed}\r`);
    await attached.shows(new RegExp(`^key-${typed}$`));
  }
  expect(typed).toBeGreaterThan(0);
  const status = await p.json<SystemStatus>(['status']);
  expect(status.engine).toMatchObject({ kind: 'serve', url: called.engine.url });
  expect(status.engine.pid).not.toBe(called.engine.pid);
  expect(await isRunning(called.engine.pid)).toBe(false);
  const lines = attached.lines().filter((line) => /^(one|key)-\d+$/.test(line));
  expect(lines).toEqual(['one-2', ...Array.from({ length: typed }, (_, i) => `key-${i + 1}`)]);
  expect(attached.raw()).not.toContain('engine is gone');

  const second = serve(p);
  expect(await second.exited).toBe(0);
  expect(second.said()).toContain(`Kimi Shell runs already for ${p.dataFolder} (process ${status.engine.pid}).`);
  expect(second.said()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#code=/);

  const third = serve(p, '--take-over');
  await third.says(/#code=/);
  expect(await first.exited).toBe(0);
  expect(first.said()).toMatch(/Another engine of Kimi Shell takes over \(process \d+\)/);
  expect(await third.end('SIGTERM')).toBe(0);
});

it('a service stands by while a person serves, says so, and takes over when that ends', async () => {
  const p = await person();
  const served = serve(p);
  await served.says(/#code=/);
  const service = serve(p, '--service');
  await service.says(/Another engine of Kimi Shell runs \(process \d+\)\. This service stands by/);
  expect(await kindOf(p)).toBe('serve');
  // A command that comes before the service has looked again may start an engine, which then makes way.
  expect((await p.run(['serve', '--stop'])).code).toBe(0);
  expect(await served.exited).toBe(0);
  await p.run(['session', 'list']);
  await service.says(/runs as a service/);
  expect(await kindOf(p)).toBe('service');
  expect(service.said()).not.toContain('#code=');
  expect(await service.end('SIGTERM')).toBe(0);
});

it('a service stands by beside an engine that is stopped, and takes over when that goes on', async () => {
  const p = await person();
  await p.run(['session', 'list']);
  const { engine } = await p.json<SystemStatus>(['status']);
  expect(engine.kind).toBe('call');
  process.kill(engine.pid, 'SIGSTOP');
  onTestFinished(() => killHard(engine.pid));
  const service = serve(p, '--service');
  await service.says(new RegExp(`Another engine of Kimi Shell runs \\(process ${engine.pid}\\)\\. This service stands by`));
  expect(await isRunning(engine.pid)).toBe(true);
  process.kill(engine.pid, 'SIGCONT');
  await service.says(/runs as a service/);
  expect(await isRunning(engine.pid)).toBe(false);
  expect(service.said().match(/stands by/g)).toHaveLength(1);
  expect(await service.end('SIGTERM')).toBe(0);
});

it('a service that stands by ends when it is told to', async () => {
  const p = await person();
  const served = serve(p);
  await served.says(/#code=/);
  const service = serve(p, '--service');
  await service.says(/stands by/);
  expect(await service.end('SIGTERM')).toBe(0);
  expect(await served.end('SIGTERM')).toBe(0);
});
