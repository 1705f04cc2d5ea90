import { Terminal } from '@xterm/headless';
import * as pty from 'node-pty';
import type { AgentWatch, KnownBefore, WatchContext } from '#main/engine/agents/types.ts';
import type { ResolvedLaunch } from '#main/engine/launch/types.ts';
import type { ScreenText, TerminalSignal } from '#main/mirror/types.ts';

/** What a real mirror calls quiet is of this order. */
const QUIET_MS = 50;

/** A program in a real PTY with a headless xterm as its screen: what holder and mirror are to an adapter. */
export class RealTerminal {
  readonly #pty: pty.IPty;
  readonly #screen: Terminal;
  readonly #signals = new Set<(signal: TerminalSignal) => void>();
  readonly #settles = new Set<(offset: number) => void>();
  readonly #printed: Uint8Array[] = [];
  readonly #readers = new Set<(bytes: Uint8Array) => void>();
  readonly #changes = new Set<() => void>();
  readonly startedAt: number;
  readonly exited: Promise<{ code: number | null; signal: string | null; at: number }>;
  #offset = 0;
  #signalsOfPiece = 0;
  #title = '';
  #quiet: NodeJS.Timeout | undefined;
  #gone = false;

  constructor(launch: ResolvedLaunch, size: { cols: number; rows: number } = { cols: 100, rows: 30 }) {
    this.startedAt = Date.now();
    this.#screen = new Terminal({ ...size, allowProposedApi: true, scrollback: 1000 });
    this.#pty = pty.spawn(launch.file, [...launch.args], { ...size, cwd: launch.cwd, env: { ...launch.env }, encoding: null });
    this.#listen();
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#gone = true;
        clearTimeout(this.#quiet);
        const name = signal === undefined || signal === 0 ? null : signal === 9 ? 'SIGKILL' : signal === 1 ? 'SIGHUP' : `SIG${signal}`;
        resolve({ code: name === null ? exitCode : null, signal: name, at: Date.now() });
      });
    });
  }

  #listen(): void {
    const emit = (signal: TerminalSignal) => {
      for (const listener of this.#signals) listener(signal);
    };
    // Each at a place of its own, as in a real mirror; a sequence is longer than one byte.
    const at = () => ({ childId: 'child', offset: this.#offset + ++this.#signalsOfPiece });
    this.#screen.onTitleChange((text) => {
      this.#title = text;
      emit({ kind: 'title', ...at(), text });
    });
    this.#screen.onBell(() => emit({ kind: 'bell', ...at() }));
    this.#screen.parser.registerOscHandler(9, (data) => {
      const progress = /^4;(\d)(?:;(\d+))?/.exec(data);
      if (progress === null) emit({ kind: 'notify', ...at(), text: data });
      else emit({ kind: 'progress', ...at(), state: Number(progress[1]), value: Number(progress[2] ?? 0) });
      return true;
    });
    // The terminal's answers to queries go back, as a viewer's do.
    this.#screen.onData((data) => {
      if (!this.#gone) this.#pty.write(data);
    });
    this.#pty.onData((data) => {
      const bytes = data as unknown as Uint8Array;
      this.#printed.push(bytes);
      for (const reader of [...this.#readers]) reader(bytes);
      this.#screen.write(bytes, () => {
        this.#offset += bytes.length;
        this.#signalsOfPiece = 0;
        for (const listener of [...this.#changes]) listener();
        clearTimeout(this.#quiet);
        this.#quiet = setTimeout(() => {
          for (const listener of [...this.#settles]) listener(this.#offset);
        }, QUIET_MS);
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  get screen(): ScreenText {
    const buffer = this.#screen.buffer.active;
    const lines = Array.from({ length: this.#screen.rows }, (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '');
    return {
      offset: this.#offset,
      cols: this.#screen.cols,
      rows: this.#screen.rows,
      lines,
      cursor: { row: buffer.cursorY, col: buffer.cursorX },
      title: this.#title,
      alternate: buffer.type === 'alternate',
      bracketedPaste: this.#screen.modes.bracketedPasteMode,
    };
  }

  get text(): string {
    return this.screen.lines.join('\n').trimEnd();
  }

  /** Presses keys as a person does. */
  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(cols: number, rows: number): void {
    this.#screen.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  /** Resolves when the screen shows `wanted`; the test's own time limit is the limit. */
  shows(wanted: RegExp): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!wanted.test(this.text)) return;
        this.#changes.delete(look);
        resolve();
      };
      this.#changes.add(look);
      look();
    });
  }

  kill(signal: string): void {
    if (!this.#gone) this.#pty.kill(signal);
  }

  /** What an adapter gets to see of this terminal. `owners` is shared by the terminals of one engine. */
  context(options: {
    cwd: string;
    env: Readonly<Record<string, string>>;
    owners: Map<string, string>;
    id: string;
    agentSession?: string;
    knownBefore?: KnownBefore;
  }): WatchContext {
    return {
      sessionId: options.id,
      cwd: options.cwd,
      childId: 'child',
      pid: this.pid,
      startedAt: this.startedAt,
      agentSession: options.agentSession,
      knownBefore: options.knownBefore,
      env: options.env,
      screen: async () => this.screen,
      onSignal: (listener) => {
        this.#signals.add(listener);
        return () => this.#signals.delete(listener);
      },
      onSettled: (listener) => {
        this.#settles.add(listener);
        return () => this.#settles.delete(listener);
      },
      output: (from, onBytes) => {
        onBytes(Buffer.concat(this.#printed).subarray(from));
        this.#readers.add(onBytes);
        return () => this.#readers.delete(onBytes);
      },
      input: async (bytes) => {
        if (!this.#gone) this.#pty.write(Buffer.from(bytes));
      },
      // Nobody else types here while it is held: what others do meanwhile is the holder's tests' matter.
      lease: async () => ({
        write: async (bytes) => {
          if (!this.#gone) this.#pty.write(Buffer.from(bytes));
        },
        release: () => undefined,
      }),
      claim: async (agentSession) => {
        const owner = options.owners.get(agentSession) ?? options.id;
        options.owners.set(agentSession, owner);
        return owner === options.id;
      },
      now: () => Date.now(),
    };
  }

  /** Ends the program whatever it does, and waits for it. */
  async dispose(): Promise<void> {
    this.kill('SIGKILL');
    await this.exited;
    clearTimeout(this.#quiet);
    this.#screen.dispose();
  }
}

/** Resolves with the first state that fits, now or later. */
export function reaches(watch: AgentWatch, fits: (state: AgentWatch['state']) => boolean): Promise<AgentWatch['state']> {
  return new Promise((resolve) => {
    const look = (state: AgentWatch['state']) => {
      if (!fits(state)) return;
      stop();
      resolve(state);
    };
    const stop = watch.onState(look);
    look(watch.state);
  });
}
