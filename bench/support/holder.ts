import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startHolder } from '../../src-main/holder/launch.ts';
import type { ChildSpec, HolderClient } from '../../src-main/holder/types.ts';
import { BENCH_ENV } from '../peers/bare-pty.ts';
import { programPath } from './programs.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Credit of a reader that always keeps up, bytes. */
const CREDIT = 8 * 1024 * 1024;

/** A program in a terminal of the holder, its output streamed to us. */
export interface BenchChild {
  readonly childId: string;
  input(bytes: Uint8Array): Promise<void>;
  /** Stops it, and forgets it with its spool. */
  close(): Promise<void>;
}

/** The built holder as a process of its own, with a data folder of its own. */
export interface BenchHolder {
  readonly dataFolder: string;
  readonly client: HolderClient;
  readonly pid: number;
  /** Runs a program of the PATH in an 80x24 terminal; `onBytes` sees its output. */
  spawn(file: string, args: readonly string[], onBytes: (bytes: Uint8Array) => void): Promise<BenchChild>;
  close(): Promise<void>;
}

/** What both a bench and its peer run: the same program, folder and environment. */
export function specOf(childId: string, file: string, args: readonly string[]): ChildSpec {
  return { childId, kind: 'pty', file: programPath(file), args, cwd: '/', env: BENCH_ENV, cols: 80, rows: 24, keepBytes: 64 * 2 ** 20 };
}

let serial = 0;

/** Starts the built holder. */
export async function openBenchHolder(): Promise<BenchHolder> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-shell-bench-'));
  const client = await startHolder({
    dataFolder,
    runtime: { nodeBinary: process.execPath, holderScript: join(ROOT, 'out/main/holder.js'), build: 'bench' },
  });
  const { pid } = client.holder;
  return {
    dataFolder,
    client,
    pid,
    async spawn(file, args, onBytes) {
      const childId = `bench-${++serial}`;
      await client.spawn(specOf(childId, file, args));
      const ended = Promise.withResolvers<void>();
      const stream = client.open(childId, {
        from: 0,
        credit: CREDIT,
        onPiece: (piece) => {
          if (piece.kind === 'exit') ended.resolve();
          if (piece.kind !== 'data') return;
          const { length } = piece.bytes;
          onBytes(piece.bytes);
          stream.grant(length);
        },
        onClosed: () => ended.resolve(),
      });
      return {
        childId,
        input: (bytes) => client.input(childId, bytes),
        close: async () => {
          await client.stop(childId, { graceMs: 200, force: true });
          await ended.promise;
          stream.close();
          await client.forget(childId);
        },
      };
    },
    close: async () => {
      client.close();
      process.kill(pid, 'SIGKILL');
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
