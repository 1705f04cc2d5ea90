// The peer of a whole host at rest: terminals in one plain Node process and nothing else. Started by openBarePtys.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type BarePty, openBarePty } from './bare-pty.ts';

/** A Node process with terminals in it. */
export interface BarePtys {
  readonly pid: number;
  close(): Promise<void>;
}

/** Starts `count` terminals that run `line`; resolves when each has said something. */
export async function openBarePtys(count: number, line: string): Promise<BarePtys> {
  const child: ChildProcess = fork(import.meta.filename, [String(count), line], { execArgv: [] });
  const ended = once(child, 'exit');
  await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error('the bare terminals ended')))]);
  return {
    pid: child.pid ?? 0,
    close: async () => {
      child.send('close');
      await ended;
    },
  };
}

async function serve(count: number, line: string): Promise<void> {
  const ptys: BarePty[] = Array.from({ length: count }, () => openBarePty('/bin/sh', ['-c', line]));
  await Promise.all(ptys.map((pty) => pty.next()));
  process.once('message', () => {
    Promise.all(ptys.map((pty) => pty.close())).then(
      () => process.disconnect(),
      () => process.exit(1),
    );
  });
  process.send?.('ready');
}

if (process.argv[1] === import.meta.filename) await serve(Number(process.argv[2]), process.argv[3] ?? '');
