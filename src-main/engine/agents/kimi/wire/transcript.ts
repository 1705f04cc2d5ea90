import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Spoken, speak } from '#shared/messages/said.ts';
import { FileTail } from './file-tail.ts';
import { parseRecord, type WireRecord } from './records.ts';
import { type AgentBelief, EMPTY_BELIEF, MAIN_AGENT, reduceAgent, type TranscriptView, viewOf } from './reducer.ts';

/** The transcript's major version that this reader was made for; minor ones only add records. */
const KNOWN_MAJOR = '1';

export interface TranscriptOptions {
  /** The session's folder: `agents/<agent>/wire.jsonl` are in it. */
  readonly folder: string;
  /** Start of the process that runs now, ms since the epoch; older records are history. */
  readonly since: number;
  /** Something that counts was read, or reading failed. */
  readonly onChange: () => void;
  /** A message of the person was taken up by the agent. */
  readonly onMessage: (text: string) => void;
}

interface AgentFile {
  readonly tail: FileTail;
  belief: AgentBelief;
}

/**
 * Follows all transcripts of one Kimi session. File watches wake it; where those do not work (too many of them, a
 * network file system) its owner's `poke` does, so nothing polls while Kimi is still.
 */
export class Transcript {
  readonly #options: TranscriptOptions;
  readonly #files = new Map<string, AgentFile>();
  readonly #watchers = new Map<string, FSWatcher>();
  #reading: Promise<void> | null = null;
  #again = false;
  #closed = false;
  #badLines = 0;
  #problem: Spoken | null = null;

  constructor(options: TranscriptOptions) {
    this.#options = options;
  }

  /** What the records say; null while they say nothing about this run, or cannot be read. */
  get view(): TranscriptView | null {
    if (this.problem !== null) return null;
    return viewOf(new Map([...this.#files].map(([agent, file]) => [agent, file.belief])));
  }

  /** Why the transcript cannot be believed: a version that we do not know, or a folder that cannot be read. */
  get problem(): Spoken | null {
    const protocol = this.#files.get(MAIN_AGENT)?.belief.protocol ?? null;
    if (protocol !== null && protocol.split('.')[0] !== KNOWN_MAJOR) return speak('transcript.version', { version: protocol });
    return this.#problem;
  }

  /** Lines that could not be read as records. They cost their record, not the session. */
  get badLines(): number {
    return this.#badLines;
  }

  /** Reads what is new; resolves when everything that was there at the call has been read. */
  poke(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#again = true;
    this.#reading ??= this.#readAll();
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      const before = this.#problem;
      let changed = false;
      try {
        await this.#discover();
        for (const file of this.#files.values()) changed = (await file.tail.read()) || changed;
        this.#problem = null;
      } catch (error) {
        this.#problem = speak('transcript.unreadable', { reason: error instanceof Error ? error.message : String(error) });
      }
      if (!this.#closed && (changed || before?.text !== this.#problem?.text)) this.#options.onChange();
    }
    // In the same step as the last look at #again: a poke from now on starts a new reading.
    this.#reading = null;
  }

  async #discover(): Promise<void> {
    const agents = path.join(this.#options.folder, 'agents');
    this.#watch(agents);
    let names: string[];
    try {
      names = await readdir(agents);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
      throw error;
    }
    for (const name of names) {
      if (this.#files.has(name) || this.#closed) continue;
      this.#watch(path.join(agents, name));
      this.#files.set(name, this.#open(name, path.join(agents, name, 'wire.jsonl')));
    }
  }

  #open(agent: string, file: string): AgentFile {
    const opened: AgentFile = {
      belief: EMPTY_BELIEF,
      tail: new FileTail(file, {
        line: (text) => {
          const record = parseRecord(text);
          if (record === 'bad') this.#badLines += 1;
          else if (record !== 'ignored') this.#apply(agent, opened, record);
        },
        tooLong: () => {
          this.#badLines += 1;
        },
        restarted: () => {
          opened.belief = EMPTY_BELIEF;
        },
      }),
    };
    return opened;
  }

  #apply(agent: string, file: AgentFile, record: WireRecord): void {
    const { since, onMessage } = this.#options;
    file.belief = reduceAgent(file.belief, record, since);
    if (agent === MAIN_AGENT && (record.kind === 'prompt' || record.kind === 'steered') && (record.at ?? since) >= since)
      onMessage(record.text);
  }

  #watch(folder: string): void {
    if (this.#closed || this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#wake());
      // The folder went away, or the system has no watches left: pokes go on.
      watcher.on('error', () => this.#unwatch(folder));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }

  #wake(): void {
    // poke() keeps every failure in `problem`; it does not reject.
    void this.poke();
  }

  #unwatch(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  /** Stops watching. Nothing is reported afterwards. */
  close(): void {
    this.#closed = true;
    for (const folder of [...this.#watchers.keys()]) this.#unwatch(folder);
  }
}
