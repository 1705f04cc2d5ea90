import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import * as pty from 'node-pty';
import type { EngineEvent, SessionInfo } from '../../src-shared/contract/index.ts';
import { EventPosition } from '../../src-shared/events/follow.ts';
import { kimiShell } from '../support/cli.ts';
import { endEverything } from '../support/headless-app.ts';
import { OUTPUT_GENERATOR, OutputVerifier } from '../support/output-verifier.ts';
import { until } from '../support/until.ts';
import { type Host, startHostIn } from './host-in-folder.ts';
import type { FaultSuite } from './types.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NODE = join(ROOT, 'node_modules/node/bin/node');
const CLI = join(ROOT, 'out/main/cli.js');
/** Output is in flight at every hand-over. */
const RATE = 512 * 2 ** 10;
const ENDLESS = 1e15;
/** Longest life of an engine before the next one takes over, ms: from "viewers are just back" to "streaming for a while". */
const LONGEST_LIFE_MS = 800;
/** As fast as a person whose key repeats. */
const KEY_MS = 30;

/**
 * One engine after another takes over while a session writes and `session tail --follow` reads it, a person types in `session
 * attach`, `session list --follow` hears events, and commands are called one after the other: every byte of output came once, every
 * key arrived once and in order, every event was told once, no command failed, and no engine ran that nobody asked for.
 */
export const handOver: FaultSuite = async ({ rounds, budgetMs, random, report }) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-hand-over-'));
  await mkdir(join(dataFolder, 'home'));
  const problems: string[] = [];
  const deadline = performance.now() + budgetMs;
  let owner = startHostIn(dataFolder, ['--for', 'call']);
  let longest = 0;
  try {
    await owner.became;
    const typed = join(dataFolder, 'typed');
    const written = await session(dataFolder, 'written', `exec '${NODE}' '${OUTPUT_GENERATOR}' --bytes ${ENDLESS} --rate ${RATE}`);
    const keys = await session(dataFolder, 'keys', `stty raw -echo; echo listening; exec cat > '${typed}'`);
    const tail = readTail(dataFolder, written);
    const events = followEvents(dataFolder, problems);
    const typist = await startTypist(dataFolder, keys);
    const commands = callCommands(dataFolder, written, problems);
    const engines = new Set<string>();
    let done = 0;
    for (; done < rounds && performance.now() < deadline; done++) {
      // The moment of the hand-over is the experiment itself: nothing is waited for.
      await pause(random() * LONGEST_LIFE_MS);
      const since = performance.now();
      owner = await handOverFrom(owner, dataFolder, problems);
      longest = Math.max(longest, performance.now() - since);
      if ((done + 1) % 25 !== 0) continue;
      await noteEngines(dataFolder, engines);
      report(`${done + 1} rounds, ${tail.verifier.result.right} bytes right, ${commands.calls} calls`);
    }
    const calls = await commands.end();
    const pressed = await typist.end();
    await until('every key has arrived', async () => (await readFile(typed)).length >= pressed.length).catch(() => undefined);
    const arrived = await readFile(typed, 'utf8');
    if (arrived !== pressed)
      problems.push(`${pressed.length} keys were pressed, ${arrived.length} arrived; they differ from ${differAt(pressed, arrived)} on`);
    await events.heard(`last ${calls}`);
    const told = await events.end();
    await tail.end();
    await noteEngines(dataFolder, engines);
    if (engines.size !== done + 1) problems.push(`${engines.size} engines ran, ${done + 1} were asked for`);
    const { lost, named, doubled, corrupted, right } = tail.verifier.result;
    report(
      `${right} bytes right, ${pressed.length} keys, ${told} events, ${calls} calls; the longest start with a hand-over took ${Math.round(longest)} ms`,
    );
    for (const problem of problems) report(problem);
    if (right === 0 || pressed.length === 0 || told === 0 || calls === 0)
      throw new Error('one of the loads did nothing: the run proves nothing');
    return { rounds: done, lost: lost + named, doubled, corrupted, failed: problems.length };
  } finally {
    await endEverything(dataFolder);
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
};

async function handOverFrom(owner: Host, dataFolder: string, problems: string[]): Promise<Host> {
  const next = startHostIn(dataFolder, ['--take-over']);
  const claim = await next.became;
  if (claim.kind !== 'owner') problems.push(`a newcomer did not take over: ${JSON.stringify(claim)}`);
  const code = await owner.exited;
  if (code !== 0) problems.push(`an engine that made way ended with ${code}`);
  return next;
}

/** Notes the line, with its time, that each engine logs when it is open. Called before a log that is full is thrown away, which takes 100 MB. */
async function noteEngines(dataFolder: string, engines: Set<string>): Promise<void> {
  const folder = join(dataFolder, 'logs');
  // Newest first: a file that is put aside meanwhile is read twice rather than not at all.
  const names = (await readdir(folder))
    .filter((name) => /^engine(-\w+)?\.log$/.test(name))
    .toSorted()
    .toReversed();
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      // Put aside at this moment: its lines are read under its next name.
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    for (const line of text.split('\n')) if (line.includes('"message":"ready"')) engines.add(line);
  }
}

async function session(dataFolder: string, name: string, command: string): Promise<string> {
  const { code, stdout, stderr } = await kimiShell(dataFolder, [
    'session',
    'create',
    name,
    '--agent',
    'shell',
    '--json',
    '--',
    '-c',
    command,
  ]);
  if (code !== 0) throw new Error(`no session: ${stderr}`);
  return (JSON.parse(stdout.toString()) as SessionInfo).id;
}

function cli(dataFolder: string, args: readonly string[]): ChildProcess {
  const env = { PATH: process.env.PATH, HOME: join(dataFolder, 'home'), LANG: 'C.UTF-8', KIMI_SHELL_HOME: dataFolder };
  return spawn(NODE, [CLI, ...args], { cwd: dataFolder, env, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function endChild(child: ChildProcess): Promise<void> {
  const gone = once(child, 'close');
  if (child.exitCode !== null) throw new Error(`${child.spawnargs.slice(2).join(' ')} ended by itself with ${child.exitCode}`);
  child.kill('SIGINT');
  await gone;
}

function readTail(dataFolder: string, id: string) {
  const verifier = new OutputVerifier();
  const child = cli(dataFolder, ['session', 'tail', id, '--from', '0', '--follow']);
  child.stdout?.on('data', (chunk: Buffer) => verifier.data(verifier.result.end, chunk));
  return { verifier, end: () => endChild(child) };
}

function followEvents(dataFolder: string, problems: string[]) {
  const child = cli(dataFolder, ['session', 'list', '--follow', '--json']);
  const position = new EventPosition();
  const names = new Set<string>();
  let told = 0;
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    const event = JSON.parse(line) as EngineEvent;
    told += 1;
    const verdict = position.take(event);
    if (verdict !== 'apply' || (event.type === 'snapshot' && told > 1)) problems.push(`event ${told}: ${verdict} ${event.type}`);
    if (event.type === 'session.changed') names.add(event.session.name);
  });
  return {
    async heard(name: string) {
      await until(`the event of ${name}`, () => names.has(name)).catch((error: unknown) => problems.push(String(error)));
    },
    async end() {
      await endChild(child);
      return told;
    },
  };
}

/** A person who types numbers without pause, unless the terminal says that it waits for an engine. */
async function startTypist(dataFolder: string, id: string) {
  const env = { PATH: process.env.PATH ?? '', HOME: join(dataFolder, 'home'), LANG: 'C.UTF-8', KIMI_SHELL_HOME: dataFolder };
  const terminal = pty.spawn(NODE, [CLI, 'session', 'attach', id], { cols: 80, rows: 24, name: 'xterm-256color', cwd: dataFolder, env });
  let shown = '';
  let gone = false;
  terminal.onData((data) => {
    shown += data;
  });
  terminal.onExit(() => {
    gone = true;
  });
  await until('the attached terminal', () => shown.includes('listening'));
  let pressed = '';
  let number = 0;
  const waits = () => shown.lastIndexOf('Waiting for the engine') > shown.lastIndexOf('listening');
  const timer = setInterval(() => {
    if (waits()) return;
    number += 1;
    const keys = `${number} `;
    pressed += keys;
    terminal.write(keys);
  }, KEY_MS);
  return {
    async end() {
      clearInterval(timer);
      // What is held waits for a gateway; the keys arrive before the attached command is ended.
      await pause(1_000);
      if (gone) throw new Error(`the attached command ended: ${shown.slice(-500)}`);
      terminal.kill('SIGTERM');
      return pressed;
    },
  };
}

/** One command after the other, in a process of its own each: reading ones and changing ones. */
function callCommands(dataFolder: string, id: string, problems: string[]) {
  let over = false;
  let calls = 0;
  const call = async (...args: readonly string[]) => {
    const { code, stderr } = await kimiShell(dataFolder, args);
    calls += 1;
    if (code !== 0) problems.push(`kimi-shell ${args.join(' ')} ended with ${code}: ${stderr}`);
  };
  const running = (async () => {
    while (!over) {
      await call('session', 'list', '--json');
      await call('session', 'rename', id, `name ${calls}`);
      await call('status', '--json');
    }
  })();
  return {
    get calls() {
      return calls;
    },
    async end() {
      over = true;
      await running;
      const last = calls + 1;
      await call('session', 'rename', id, `last ${last}`);
      return last;
    },
  };
}

function differAt(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}
