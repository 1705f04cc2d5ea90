import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ORPCError } from '@orpc/client';
import type { ViewerClient } from '../../src-main/gateway/client.ts';
import { doorOf } from '../../src-main/hosts/cli/engine/door.ts';
import { followEngine } from '../../src-main/hosts/cli/engine/event-feed.ts';
import type { EngineEvent } from '../../src-shared/contract/index.ts';
import { KimiError } from '../../src-shared/errors/kimi-error.ts';
import { readOn, startGenerator } from './generator-session.ts';
import { type HeadlessApp, holderPids, mirrorOf, startHeadlessApp } from './headless-app.ts';
import { expectedOutput, OutputVerifier } from './output-verifier.ts';
import { asOwner } from './owner-client.ts';
import { isRunning } from './processes.ts';
import { readRecording } from './recording.ts';
import { wrongOnScreen } from './shown-lines.ts';
import { until } from './until.ts';

/** A part that can be killed by itself. `engine` is its host's process, in which the gateway is a thread. */
export type Part = 'gateway' | 'mirror' | 'engine' | 'holder';

const RATE = 256 * 1024;
/** So much more has to come before a stream counts as going on: more than what was under way in any buffer. */
const GOES_ON_BYTES = 96 * 1024;
/** An outage that lasts longer than this is a failure, ms. Keepers wait up to 10 s before a part that dies young is started again. */
const BACK_WITHIN_MS = 40_000;

/** Whether a call is made again as a person's client would make it: no answer came, or one that asks for it. */
function isAskedAgain(error: unknown): boolean {
  return !(error instanceof ORPCError) || KimiError.from(error.data).retryable;
}

/** Sends a signal. Resolves whether there was still somebody to get it: keepers end and replace parts meanwhile. */
function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * A product under trial: a session whose output is known byte for byte, a viewer that goes on from where it was whenever it is cut
 * off, and a follower of the events that counts holes in their numbers.
 */
export class Ordeal {
  readonly app: HeadlessApp;
  readonly #stop = new AbortController();
  readonly #following: Promise<void>;
  readonly #names = new Set<string>();
  #session = '';
  #verifier = new OutputVerifier();
  readonly #past: OutputVerifier['result'][] = [];
  #viewer: ViewerClient | null = null;
  #viewing: Promise<void> = Promise.resolve();
  #watched = false;
  /** The end of the session's recording may be named as missing. */
  #holderLost = false;
  #seq: number | null = null;
  #holes = 0;
  #renames = 0;
  /** What ended the follower, which nothing may. */
  #deaf: unknown = null;

  private constructor(app: HeadlessApp) {
    this.app = app;
    this.#following = followEngine({
      door: doorOf(app.dataFolder, {}),
      after: null,
      apply: async (event) => this.#heard(event),
      onLost: () => undefined,
      signal: this.#stop.signal,
    }).catch((error: unknown) => {
      this.#deaf = error;
    });
  }

  static async open(env: Readonly<Record<string, string>> = {}): Promise<Ordeal> {
    const crash = pathToFileURL(resolve(import.meta.dirname, 'gateway-crash.mjs')).href;
    return new Ordeal(await startHeadlessApp({ env: { NODE_OPTIONS: `--import ${crash}`, ...env } }));
  }

  get session(): string {
    return this.#session;
  }

  /** Numbers of events that never came, or came as "what you know is stale". */
  get holes(): number {
    return this.#holes;
  }

  /** What the viewer of the session of now got. */
  get seen(): OutputVerifier['result'] {
    return this.#verifier.result;
  }

  /** The same over all sessions that were begun. */
  get seenInAll(): Omit<OutputVerifier['result'], 'end'> {
    const sum = (key: 'right' | 'lost' | 'doubled' | 'corrupted' | 'named') =>
      this.#past.reduce((all, seen) => all + seen[key], this.seen[key]);
    return { right: sum('right'), lost: sum('lost'), doubled: sum('doubled'), corrupted: sum('corrupted'), named: sum('named') };
  }

  /** Starts a session that prints, and a viewer of all of it. */
  async begin(name: string): Promise<void> {
    this.#session = await this.#onceReached('the session is started', () => startGenerator(this.app, RATE, name));
    this.#past.push(this.#holderLost ? { ...this.seen, named: 0 } : this.seen);
    this.#holderLost = false;
    this.#verifier = new OutputVerifier();
    this.#watched = true;
    this.#viewing = this.#view(this.#verifier, this.#session);
    await this.goesOn();
  }

  /** Leaves the session to itself. */
  async leave(): Promise<void> {
    this.#watched = false;
    this.#viewer?.close();
    await this.#viewing;
  }

  /**
   * Kills the holder, and other parts with it, and waits until the session is said to have gone with it. What a viewer had got is
   * compared already; what is left on the disk must be right up to its end, where the last write may be cut short and named.
   * @returns bytes of the recording that are wrong
   */
  async loseHolder(others: readonly Exclude<Part, 'holder'>[], withinMs = BACK_WITHIN_MS): Promise<number> {
    this.#holderLost = true;
    await this.kill('holder', ...others);
    await this.leave();
    if (others.includes('engine')) await this.app.start();
    const { dataFolder } = this.app;
    const session = this.#session;
    const shown = () => this.#onceReached('the session is shown', () => asOwner(dataFolder, (client) => client.session.show({ session })));
    const lost = async () => (await shown()).terminals[0]?.lostHolder === 'gone';
    // The gateway may be gone as well, and nothing can be shown before it is back.
    const recorded = () => readRecording(dataFolder, session, 0).catch(() => null);
    await until('the session is said to be gone', lost, withinMs);
    const { bytes, gaps } = await until('its recording can be read', recorded, withinMs);
    const named = gaps.filter(({ from }) => from !== bytes.length).reduce((all, { from, to }) => all + to - from, 0);
    return named + (bytes.equals(expectedOutput('seed', 0, bytes.length)) ? 0 : bytes.length);
  }

  /** Kills parts at the same moment, without asking any of them; an engine is gone when it resolves. */
  async kill(...parts: readonly Part[]): Promise<void> {
    // All looked up first: with its engine a mirror goes by itself.
    const found = await Promise.all(parts.map(async (part) => ({ part, pid: await this.pidOf(part) })));
    for (const { part, pid } of found) signalled(pid, part === 'gateway' ? 'SIGUSR2' : 'SIGKILL');
    if (parts.includes('engine')) await this.app.killHard();
  }

  /** Stops a part as it stands for `ms`, and lets it go on. */
  async stopFor(part: Exclude<Part, 'gateway'>, ms: number): Promise<void> {
    const pid = await until(`a ${part} stands still`, async () => {
      const found = await this.pidOf(part);
      return signalled(found, 'SIGSTOP') && found;
    });
    await new Promise((go) => setTimeout(go, ms));
    // Its keeper may have ended it for its silence, and put another in its place.
    signalled(pid, 'SIGCONT');
  }

  /** Process of a part; the gateway's is its host's. */
  async pidOf(part: Part): Promise<number> {
    if (part === 'engine' || part === 'gateway') return this.app.pid;
    if (part === 'mirror') return until('a mirror runs', () => mirrorOf(this.app.pid));
    return until('a holder runs', async () => {
      // A record stays for a moment after the holder that it names.
      for (const pid of await holderPids(this.app.dataFolder)) if (await isRunning(pid)) return pid;
      return null;
    });
  }

  /** Resolves when the viewer has got clearly more than it has now. */
  async goesOn(withinMs = BACK_WITHIN_MS): Promise<void> {
    const { end } = this.seen;
    await until('the stream goes on', () => this.seen.end > end + GOES_ON_BYTES, withinMs);
  }

  /** Bytes that a fresh screen shows wrongly; tried again while there is no gateway or no mirror. */
  async wrongOnScreen(withinMs = BACK_WITHIN_MS): Promise<number> {
    const tried = async (): Promise<{ readonly wrong: number } | null> => {
      try {
        const rights = 'read';
        const { url, ticket } = await asOwner(this.app.dataFolder, (client) => client.terminal.attach({ session: this.#session, rights }));
        return { wrong: await wrongOnScreen(url, ticket) };
      } catch {
        // In the middle of an outage anything may be refused; what has to end is the outage.
        return null;
      }
    };
    return (await until('a screen is shown', tried, withinMs)).wrong;
  }

  /** Makes something happen and waits until the follower heard of it, and so of everything before. */
  async eventsArrive(withinMs = BACK_WITHIN_MS): Promise<void> {
    this.#renames += 1;
    const name = `renamed ${this.#renames}`;
    const rename = () => asOwner(this.app.dataFolder, (client) => client.session.rename({ session: this.#session, name }));
    await this.#onceReached('the session is renamed', rename);
    const heard = () => {
      if (this.#deaf !== null) throw new Error('the follower has ended', { cause: this.#deaf });
      return this.#names.has(name);
    };
    await until('the follower hears of it', heard, withinMs);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.leave();
    await this.#following;
    await this.app.close();
  }

  /** Calls the engine, again while the outage lasts: what was deleted or killed a moment ago is being put back. */
  async #onceReached<T>(what: string, call: () => Promise<T>): Promise<T> {
    let last: unknown;
    const tried = async (): Promise<{ readonly answer: T } | null> => {
      try {
        return { answer: await call() };
      } catch (error) {
        if (!isAskedAgain(error)) throw error;
        last = error;
        return null;
      }
    };
    try {
      return (await until(what, tried, BACK_WITHIN_MS)).answer;
    } catch (error) {
      throw last === undefined ? error : new Error(what, { cause: last });
    }
  }

  #heard(event: EngineEvent): void {
    if (event.type === 'session.changed') this.#names.add(event.session.name);
    if (event.type === 'heartbeat') return;
    if (event.seq === null || event.type === 'reset') this.#holes += 1;
    else if (this.#seq !== null && event.seq !== this.#seq + 1) this.#holes += 1;
    this.#seq = event.seq;
  }

  async #view(verifier: OutputVerifier, session: string): Promise<void> {
    while (this.#watched) {
      try {
        // An end is no fault here: the holder may be what was killed.
        this.#viewer = await readOn(this.app, session, verifier, () => undefined);
        if (!this.#watched) this.#viewer.close();
        await this.#viewer.closed;
      } catch {
        // Nobody there at the moment: that is what is tried here. A viewer that never comes back is seen by `goesOn`.
      }
      await new Promise((again) => setTimeout(again, 50));
    }
  }
}
