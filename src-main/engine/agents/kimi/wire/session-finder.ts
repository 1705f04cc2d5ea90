import { readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { FileTail } from './file-tail.ts';
import { numberOf, objectOf, textOf } from './json.ts';

/** A Kimi session on disk. */
export interface FoundSession {
  readonly id: string;
  readonly folder: string;
}

/** A session of our folder that might be the one this terminal runs. */
export interface Candidate extends FoundSession {
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly title: string;
}

/** What the terminal itself shows of its session. */
export interface TerminalHints {
  /** The `session_…` in Kimi's welcome box. */
  readonly screenId: string | null;
  /** The window title (OSC 0), which Kimi sets to the session's, and when it was set. */
  readonly title: { readonly text: string; readonly at: number } | null;
}

/** A first message creates the session about 0.1 s before the title is set; far more on a machine under load. */
const TITLE_WINDOW_MS = 10_000;

/**
 * Which session belongs to this terminal; null when that is not certain. The id on the screen decides. Without it
 * (a small or scrolled screen), the title does, when just one session that was created around then has it: in a
 * folder with two tabs, or with a Kimi outside the app, a wrong tie would show one agent's state on another.
 */
export function chooseSession(candidates: readonly Candidate[], hints: TerminalHints, startedAt: number): Candidate | null {
  if (hints.screenId !== null) return candidates.find((candidate) => candidate.id === hints.screenId) ?? null;
  const { title } = hints;
  if (title === null) return null;
  const fitting = candidates.filter(
    (candidate) =>
      candidate.createdAt >= startedAt && candidate.title === title.text && Math.abs(candidate.createdAt - title.at) <= TITLE_WINDOW_MS,
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

export interface SessionFinderOptions {
  /** Kimi's data folder (KIMI_CODE_HOME). */
  readonly home: string;
  readonly cwd: string;
  /** ms since the epoch. */
  readonly startedAt: number;
  /** Ties a session to this terminal; false when another terminal has it. */
  readonly claim: (id: string) => Promise<boolean>;
}

/** Finds the Kimi session of one terminal by Kimi's own index. Reads only what was appended since the last look. */
export class SessionFinder {
  readonly #options: SessionFinderOptions;
  readonly #listed = new Map<string, FoundSession>();
  readonly #index: FileTail;
  /** Sessions from before this terminal: its title cannot mean them. */
  readonly #old = new Set<string>();
  #cwd: string | null = null;
  #lines: string[] = [];

  constructor(options: SessionFinderOptions) {
    this.#options = options;
    this.#index = new FileTail(path.join(options.home, 'session_index.jsonl'), {
      line: (text) => this.#lines.push(text),
      tooLong: () => undefined,
      restarted: () => this.#listed.clear(),
    });
  }

  /** Where a session whose id is known lies; null when it is nowhere under Kimi's folder. */
  async folderOf(id: string): Promise<string | null> {
    // An id is a folder name here; one that is not a plain name could point anywhere.
    if (!/^[\w-]+$/.test(id)) return null;
    const sessions = path.join(this.#options.home, 'sessions');
    for (const workspace of await names(sessions)) {
      if ((await names(path.join(sessions, workspace))).includes(id)) return path.join(sessions, workspace, id);
    }
    return null;
  }

  /** Looks once with what the terminal shows; a session that is found has been claimed. */
  async look(hints: TerminalHints): Promise<FoundSession | null> {
    if (hints.screenId === null && hints.title === null) return null;
    await this.#readIndex();
    const chosen = chooseSession(await this.#candidates(hints), hints, this.#options.startedAt);
    if (chosen === null || !(await this.#options.claim(chosen.id))) return null;
    return { id: chosen.id, folder: chosen.folder };
  }

  async #readIndex(): Promise<void> {
    await this.#index.read();
    const lines = this.#lines;
    this.#lines = [];
    this.#cwd ??= await real(this.#options.cwd);
    for (const line of lines) {
      const entry = indexEntry(line);
      if (entry !== null && (entry.cwd === this.#options.cwd || (await real(entry.cwd)) === this.#cwd)) this.#listed.set(entry.id, entry);
    }
  }

  async #candidates(hints: TerminalHints): Promise<Candidate[]> {
    const listed = [...this.#listed.values()].filter((session) =>
      hints.screenId === null ? !this.#old.has(session.id) : session.id === hints.screenId,
    );
    const read = (await Promise.all(listed.map((session) => candidateOf(session)))).filter((candidate) => candidate !== null);
    for (const candidate of read) if (candidate.createdAt < this.#options.startedAt) this.#old.add(candidate.id);
    return read;
  }
}

function indexEntry(line: string): (FoundSession & { readonly cwd: string }) | null {
  try {
    const entry = objectOf(JSON.parse(line));
    const id = textOf(entry?.sessionId);
    const folder = textOf(entry?.sessionDir);
    const cwd = textOf(entry?.workDir);
    return id === null || folder === null || cwd === null ? null : { id, folder, cwd };
  } catch (error) {
    // One damaged line of Kimi's index costs that session's tie, not the others'.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function candidateOf(session: FoundSession): Promise<Candidate | null> {
  try {
    const state = objectOf(JSON.parse(await readFile(path.join(session.folder, 'state.json'), 'utf8')));
    return { ...session, createdAt: numberOf(state?.createdAt) ?? 0, title: textOf(state?.title) ?? '' };
  } catch (error) {
    // Deleted since, or caught between two writes: the next look sees it.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

async function real(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return path.resolve(folder);
    throw error;
  }
}
