import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BarePty, BENCH_ENV, openBarePty } from './bare-pty.ts';

/** A tmux server of its own with one detached 80x24 session that runs `command`. */
export class TmuxServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'kimi-shell-bench-tmux-'));

  constructor(command: string) {
    this.#tmux(
      '-f',
      '/dev/null',
      'start-server',
      ';',
      'set',
      '-g',
      'history-limit',
      '10000',
      ';',
      'set',
      '-g',
      'status',
      'off',
      ';',
      'set',
      '-g',
      'default-terminal',
      'tmux-256color',
      ';',
      'new-session',
      '-d',
      '-x',
      '80',
      '-y',
      '24',
      '-s',
      'bench',
      command,
    );
  }

  #tmux(...args: string[]): string {
    return execFileSync('tmux', ['-S', join(this.#folder, 's'), ...args], { encoding: 'utf8', env: { ...BENCH_ENV } });
  }

  /** An attached client in a terminal of its own. */
  attach(): BarePty {
    return openBarePty('tmux', ['-S', join(this.#folder, 's'), 'attach', '-t', 'bench']);
  }

  /** The pane's visible text. */
  capture(): string {
    return this.#tmux('capture-pane', '-p', '-t', 'bench');
  }

  close(): void {
    try {
      this.#tmux('kill-server');
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }
}
