import { Terminal } from '@xterm/headless';
import * as pty from 'node-pty';
import { onTestFinished } from 'vitest';
import { until } from '../../support/until.ts';
import type { Person } from './support.ts';

/** A person's terminal with a command in it: a real PTY, and a terminal that draws and answers queries as theirs would. */
export interface PersonsTerminal {
  readonly terminal: Terminal;
  readonly pid: number;
  /** Every byte that the command wrote. */
  raw(): string;
  /** Every line, scrollback included, that has anything on it. */
  lines(): readonly string[];
  type(text: string): void;
  resize(cols: number, rows: number): void;
  /** Resolves when a line matches. */
  shows(pattern: RegExp): Promise<void>;
  /** Resolves when the command has ended, with its exit code and signal. */
  readonly ended: Promise<{ readonly exitCode: number; readonly signal?: number }>;
}

/** Runs a program in a terminal of the given size. */
export function inTerminal(one: Person, file: string, args: readonly string[], size = { cols: 80, rows: 24 }): PersonsTerminal {
  const child = pty.spawn(file, [...args], { ...size, name: 'xterm-256color', cwd: one.dataFolder, env: { ...one.env } });
  const terminal = new Terminal({ ...size, scrollback: 5000, allowProposedApi: true });
  let raw = '';
  child.onData((data) => {
    raw += data;
    terminal.write(data);
  });
  terminal.onData((answer) => child.write(answer));
  let gone = false;
  const ended = new Promise<{ exitCode: number; signal?: number }>((resolve) => {
    child.onExit((exit) => {
      gone = true;
      resolve(exit);
    });
  });
  onTestFinished(() => {
    if (!gone) child.kill('SIGKILL');
    terminal.dispose();
  });
  const lines = () => {
    const { active } = terminal.buffer;
    return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '').filter(
      (line) => line !== '',
    );
  };
  return {
    terminal,
    pid: child.pid,
    raw: () => raw,
    lines,
    type: (text) => child.write(text),
    resize(cols, rows) {
      terminal.resize(cols, rows);
      child.resize(cols, rows);
    },
    async shows(pattern) {
      await until(`${pattern} on the screen`, () => lines().some((line) => pattern.test(line))).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${lines().join('\n')}`);
      });
    },
    ended,
  };
}

/** `kimi-shell …` in a terminal. */
export function cliInTerminal(one: Person, args: readonly string[], size?: { cols: number; rows: number }): PersonsTerminal {
  return inTerminal(one, one.node, [one.cli, ...args], size);
}
