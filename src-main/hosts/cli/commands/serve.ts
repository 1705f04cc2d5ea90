import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { engineEnvironment } from '../../../engine/background/index.ts';
import { isAlive, startTimeOf } from '../../../holder/process/process-list.ts';
import { REST_OPTIONS } from '../../../holder/rest.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { enginePid } from '../engine/door.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { say } from '../io.ts';
import type { RawValue } from '../program/read-input.ts';

/** The engine ends within 5 s by its own promise. */
const STOPPED_WITHIN_MS = 8_000;
const ASK_AGAIN_MS = 50;
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `serve`: the headless host in this terminal, its output ours; `serve --stop` ends the one that runs. */
export async function serve(options: Readonly<Record<string, RawValue>>, context: CommandContext): Promise<Outcome> {
  if (options.stop === true) return stopEngine(context);
  if (context.json) throw new KimiError('INVALID_INPUT', { field: '--json', reason: 'serve prints for people; --json goes with --stop' });
  if (context.door.inChild) throw new KimiError('DENIED', { reason: 'an engine is not started from inside a session' });
  const { hostEntry } = context.installation;
  if (hostEntry === null) throw new KimiError('ENGINE_START_FAILED', { reason: 'this is only a part of Kimi Shell, without an engine' });
  const { env } = context.io;
  const folder = env.KIMI_SHELL_HOME ?? '';
  const args = [
    ...REST_OPTIONS,
    hostEntry,
    // Named whole: the engine does not start where we stand. Without a name it is the demo's own, or the usual one.
    ...(folder === '' ? [] : ['--data', context.dataFolder]),
    ...(options.demo === true ? ['--demo'] : []),
    ...(options.service === true ? ['--for', 'service'] : []),
    ...(options.takeOver === true ? ['--take-over'] : []),
    ...(options.open === true ? ['--open'] : []),
    ...(Array.isArray(options.set) ? options.set.flatMap((pair: string) => ['--set', pair]) : []),
    ...(typeof options.port === 'string' ? ['--port', options.port] : []),
  ];
  const place = { cwd: dirname(hostEntry), env: engineEnvironment(env) };
  const { exit, killedBy } = await runInForeground(context.installation.nodeBinary, args, place);
  // It cannot say so itself, and nothing else would be on this terminal.
  if (killedBy !== null) await say(context.io.stderr, `${context.texts.t('cli.serve.killed', { signal: killedBy })}\n`);
  return { kind: 'done', exit };
}

/** How the host ended. */
interface HostEnd {
  readonly exit: ExitCode;
  /** The signal that ended it, which did not come through here; null: it ended by itself, or as it was asked to. */
  readonly killedBy: NodeJS.Signals | null;
}

function runInForeground(
  file: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: Record<string, string> },
): Promise<HostEnd> {
  return new Promise((resolve, reject) => {
    const asked = new Set<NodeJS.Signals>();
    const host = spawn(file, args, { ...place, stdio: 'inherit' });
    const passOn = (signal: NodeJS.Signals) => {
      asked.add(signal);
      // Ctrl-C reaches the host by itself when we share a terminal; told twice, it would end in disorder.
      if (signal !== 'SIGINT' || process.stdin.isTTY !== true) host.kill(signal);
    };
    for (const signal of PASSED_ON) process.on(signal, passOn);
    const done = () => {
      for (const signal of PASSED_ON) process.off(signal, passOn);
    };
    host.on('error', (error) => {
      done();
      reject(new KimiError('ENGINE_START_FAILED', { reason: error.message }, { cause: error }));
    });
    host.on('close', (code, signal) => {
      done();
      const exit = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve({ exit, killedBy: signal === null || asked.has(signal) ? null : signal });
    });
  });
}

async function stopEngine(context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine({ start: false });
  const running = await enginePid(context.dataFolder);
  const value = await call(['system', 'shutdown'], {}).then(
    (answer) => answer as { pid: number },
    (error: unknown) => {
      // Somebody has told it already, and it is that one's end that is waited for.
      if (running !== null && error instanceof KimiError && error.code === 'ENGINE_ENDING') return { pid: running };
      throw error;
    },
  );
  // That process, not its doors: a service that stood by opens them again at once.
  const startTime = (await startTimeOf(value.pid)) ?? '';
  const giveUpAt = performance.now() + STOPPED_WITHIN_MS;
  while (await isAlive({ pid: value.pid, startTime })) {
    if (performance.now() > giveUpAt) throw new KimiError('TIMED_OUT', { what: 'serve --stop', ms: STOPPED_WITHIN_MS });
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
  return { kind: 'result', value, text: context.texts.t('cli.serve.stopped', { pid: value.pid }), exit: EXIT.done };
}
