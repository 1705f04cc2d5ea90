import { connectViewer } from '../../src-main/gateway/client.ts';
import { kimiShell } from '../support/cli.ts';
import { Ordeal, type Part } from '../support/ordeal.ts';
import { asOwner } from '../support/owner-client.ts';
import { processes } from '../support/processes.ts';
import { until } from '../support/until.ts';
import type { FaultSuite } from './types.ts';

const STOP_MS = 10_000;
const PARTS: readonly Exclude<Part, 'gateway'>[] = ['engine', 'holder', 'mirror'];
/** After it goes on everything has to have caught up within this. */
const CAUGHT_UP_MS = 30_000;
/** Longer than any command waits for a stopped engine. */
const SILENT_MS = 30_000;
/** A command has started and asked by then; nothing can be seen of it from outside. */
const UNDER_WAY_MS = 2000;
/** A line that is typed every so often while a process stands still. */
const TYPE_EVERY_MS = 100;

/**
 * SIGSTOP of each process for ten seconds under a session that prints: nothing is lost or doubled, what was typed meanwhile arrives
 * once and in order, a command that comes meanwhile is answered after, and no second engine is started.
 */
export const stop: FaultSuite = async ({ rounds, budgetMs, report }) => {
  const ordeal = await Ordeal.open();
  const { dataFolder } = ordeal.app;
  const deadline = performance.now() + budgetMs;
  let done = 0;
  let wrong = 0;
  let typedLost = 0;
  let typedDoubled = 0;
  try {
    await ordeal.begin('stopped');
    for (; done < rounds && performance.now() < deadline; done++) {
      const part = PARTS[done % PARTS.length] ?? 'engine';
      const typist = await Typist.open(ordeal, done);
      const engines = await enginesOf(dataFolder);
      const halted = ordeal.stopFor(part, STOP_MS);
      const typing = typist.typeUntil(halted);
      const list = await kimiShell(dataFolder, ['session', 'list']);
      await Promise.all([halted, typing]);
      if (list.code !== 0) throw new Error(`${part} was stopped for 10 s, and "session list" ended with ${list.code}: ${list.stderr}`);
      if ((await enginesOf(dataFolder)) !== engines) throw new Error(`another engine was started while ${part} was stopped`);
      await ordeal.goesOn(CAUGHT_UP_MS);
      wrong += await ordeal.wrongOnScreen(CAUGHT_UP_MS);
      await ordeal.eventsArrive(CAUGHT_UP_MS);
      const { missing, extra, typed } = await typist.compare(CAUGHT_UP_MS);
      typedLost += missing;
      typedDoubled += extra;
      if (ordeal.holes > 0) throw new Error(`${ordeal.holes} holes in the events after ${part} was stopped`);
      report(`${part}: ${typed} lines typed, ${missing} missing, ${extra} too many; ${ordeal.seen.right} bytes right so far`);
    }
    await silentEngine(ordeal, report);
    await ordeal.goesOn(CAUGHT_UP_MS);
    const { lost, named, doubled, corrupted } = ordeal.seen;
    return { rounds: done, lost: lost + named + typedLost, doubled: doubled + typedDoubled, corrupted: corrupted + wrong };
  } finally {
    await ordeal.close();
  }
};

/** An engine that stays stopped: what is asked then, and what was under way, ends with a clear word, and starts no other engine. */
async function silentEngine(ordeal: Ordeal, report: (line: string) => void): Promise<void> {
  const { dataFolder } = ordeal.app;
  const args = ['-c', 'stty -echo; exec sleep 1000'];
  const { id } = await asOwner(dataFolder, (client) => client.session.create({ name: 'mute', agent: 'shell', cwd: '/', args }));
  const engines = await enginesOf(dataFolder);
  const started = performance.now();
  const underWay = kimiShell(dataFolder, ['session', 'send', id, 'nobody shows this', '--timeout-ms', '60000']);
  await until('the call is under way', async () => (await processes()).some(({ command }) => command.includes('nobody shows this')));
  await new Promise((next) => setTimeout(next, UNDER_WAY_MS));
  const halted = ordeal.stopFor('engine', SILENT_MS);
  const [list, send] = await Promise.all([kimiShell(dataFolder, ['session', 'list']), underWay]);
  for (const { code, stderr } of [list, send]) {
    if (code !== 124 || !stderr.includes('ENGINE_SILENT') || !stderr.includes(String(ordeal.app.pid))) {
      throw new Error(`a command to a stopped engine ended with ${code}: ${stderr}`);
    }
  }
  report(`a stopped engine was told after ${Math.round((performance.now() - started) / 1000)} s at most`);
  if ((await enginesOf(dataFolder)) !== engines) throw new Error('another engine was started beside one that is stopped');
  await halted;
}

async function enginesOf(dataFolder: string): Promise<number> {
  return (await processes()).filter(({ command }) => command.includes('headless.js') && command.includes(dataFolder)).length;
}

/** Types numbered lines into a session that says each of them once. */
class Typist {
  readonly #ordeal: Ordeal;
  readonly #session: string;
  readonly #input: (text: string) => void;
  readonly #said: () => string;
  readonly #close: () => void;
  #typed = 0;

  private constructor(ordeal: Ordeal, session: string, viewer: { input: (text: string) => void; said: () => string; close: () => void }) {
    this.#ordeal = ordeal;
    this.#session = session;
    this.#input = viewer.input;
    this.#said = viewer.said;
    this.#close = viewer.close;
  }

  static async open(ordeal: Ordeal, round: number): Promise<Typist> {
    const { dataFolder } = ordeal.app;
    const name = `typist ${round}`;
    const args = ['-c', 'stty -echo; echo ready; while read line; do echo "got $line."; done'];
    const { id } = await asOwner(dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: '/', args }));
    const { url, ticket } = await asOwner(dataFolder, (client) => client.terminal.attach({ session: id, rights: 'write' }));
    let text = '';
    const onMessage = (message: { readonly type: string; readonly bytes?: Uint8Array }) => {
      if (message.type === 'data') text += Buffer.from(message.bytes ?? []).toString('latin1');
    };
    const viewer = await connectViewer({
      url,
      ticket,
      mode: 'bytes',
      from: 0,
      follow: true,
      onMessage: (message) => onMessage(message as never),
    });
    await until('the typist is ready', () => text.includes('ready'));
    return new Typist(ordeal, id, {
      input: (line) => viewer.input(Buffer.from(line)),
      said: () => text,
      close: () => viewer.close(),
    });
  }

  async typeUntil(over: Promise<unknown>): Promise<void> {
    let going = true;
    over.then(
      () => {
        going = false;
      },
      () => {
        going = false;
      },
    );
    while (going) {
      this.#typed += 1;
      this.#input(`${this.#typed}\r`);
      await new Promise((next) => setTimeout(next, TYPE_EVERY_MS));
    }
  }

  /** Waits until the last line has been said, and compares all of them. */
  async compare(withinMs: number): Promise<{ readonly typed: number; readonly missing: number; readonly extra: number }> {
    await until('the last line arrived', () => this.#said().includes(`got ${this.#typed}.`), withinMs);
    const said = [...this.#said().matchAll(/got (\d+)\./g)].map(([, number]) => Number(number));
    const wanted = Array.from({ length: this.#typed }, (_, i) => i + 1);
    const missing = wanted.filter((number) => !said.includes(number)).length;
    const inOrder = said.every((number, i) => i === 0 || number > (said[i - 1] ?? 0));
    this.#close();
    await asOwner(this.#ordeal.app.dataFolder, (client) => client.session.delete({ session: this.#session, stop: true }));
    return { typed: this.#typed, missing, extra: Math.max(said.length - new Set(said).size, inOrder ? 0 : 1) };
  }
}
