import { once } from 'node:events';
import { createRedactor } from '#shared/redaction/index.ts';
import { callField } from '../call-id.ts';
import { ensurePrivateFolder } from '../endpoint.ts';
import { logFile, logsFolder } from './log-files.ts';
import { RotatingFile } from './rotating-file.ts';

export type HolderLine = (message: string, level?: 'info' | 'error') => void;

/**
 * What a holder says: JSON lines like every process's, each with the call that it was said for. Until its file is open, and where that
 * cannot be, they go to stderr, which whoever started it led to the same file.
 */
export class HolderLog {
  #file: RotatingFile | null = null;
  readonly #redactor = createRedactor();

  /** Says a line. */
  readonly say: HolderLine = (message, level = 'info') => {
    const line = {
      timestamp: new Date().toISOString(),
      level,
      process: 'holder',
      processId: process.pid,
      ...callField(),
      message: this.#redactor.text(message),
    };
    const text = `${JSON.stringify(line)}\n`;
    if (this.#file === null) process.stderr.write(text);
    else this.#file.write(text);
  };

  /** From now on to `<data>/logs/holder.log`, which several holders share and which is put aside when it is full. */
  async open(dataFolder: string): Promise<void> {
    await ensurePrivateFolder(logsFolder(dataFolder));
    const complain = (error: unknown) => process.stderr.write(`${String(error)}\n`);
    this.#file = await RotatingFile.open({ path: logFile(dataFolder, 'holder'), onProblem: complain });
  }

  /** Resolves when everything that was said is in the file. */
  async close(): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    const closed = once(file, 'close');
    file.end();
    await closed;
  }
}
