import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { KimiErrorData } from '#shared/errors/error-data.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { connectHolder } from './client.ts';
import { ensurePrivateFolder } from './endpoint.ts';
import { fileErrorAsKimi } from './file-errors.ts';
import { ensureHolderKey } from './key.ts';
import { logFile, logsFolder } from './log/log-files.ts';
import { HolderRecord } from './records.ts';
import { REST_OPTIONS } from './rest.ts';
import type { HolderClient } from './types.ts';

export { listHolderRecords } from './records.ts';

/** A cold start reads Node's binary from the disk; this is for a machine that is busy with nothing else. */
const START_WITHIN_MS = 20_000;

/** Variables that a holder gets from whoever starts it: those that the system's own libraries need. Children get theirs with each spawn. */
const PASSED_ON =
  /^(HOME|USER|LOGNAME|PATH|SHELL|LANG|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|XDG_RUNTIME_DIR|SystemRoot|windir|USERPROFILE|APPDATA|LOCALAPPDATA|ComSpec|PATHEXT)$/i;

/** What a holder runs from; see the runtime folder. */
export interface HolderRuntime {
  readonly nodeBinary: string;
  readonly holderScript: string;
  /** Options of Node before the script. */
  readonly nodeOptions?: readonly string[];
  readonly build: string;
}

/** The line that a starting holder says on its ready pipe. */
export const ReadyLine = z.union([z.object({ ready: HolderRecord }), z.object({ failed: KimiErrorData })]);

/**
 * Starts a holder that outlives this process: a session of its own, the data folder as its place, a constructed environment, its
 * messages in `<data>/logs/holder.log`. Returns a connection in the engine's role.
 * @throws KimiError HOLDER_UNREACHABLE with the reason, or what the holder itself says (DATA_FOLDER_UNWRITABLE, …)
 */
export async function startHolder(options: { readonly dataFolder: string; readonly runtime: HolderRuntime }): Promise<HolderClient> {
  const { dataFolder, runtime } = options;
  await ensurePrivateFolder(dataFolder);
  const key = await ensureHolderKey(dataFolder);
  const log = await openLog(dataFolder);
  let holder: ChildProcess;
  try {
    const args = [
      ...(runtime.nodeOptions ?? []),
      ...REST_OPTIONS,
      runtime.holderScript,
      '--data',
      dataFolder,
      '--build',
      runtime.build,
      '--ready-fd',
      '3',
    ];
    holder = spawn(runtime.nodeBinary, args, {
      cwd: dataFolder,
      detached: true,
      windowsHide: true,
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))),
      stdio: ['ignore', log.fd, log.fd, 'pipe'],
    });
    const record = await ready(holder);
    return await connectHolder(record.socket, key, 'engine');
  } finally {
    await log.close();
  }
}

/** Waits for the holder's line, its end, or the time limit, whichever is first; after that the holder is on its own. */
async function ready(holder: ChildProcess): Promise<HolderRecord> {
  const pipe = holder.stdio[3] as Readable;
  const lines = createInterface({ input: pipe });
  let timer: NodeJS.Timeout | undefined;
  try {
    const line = await new Promise<string>((resolve, reject) => {
      const fail = (reason: string) => reject(new KimiError('HOLDER_UNREACHABLE', { reason }));
      timer = setTimeout(() => fail(`it did not start within ${START_WITHIN_MS} ms`), START_WITHIN_MS);
      holder.once('error', (error) => fail(error.message));
      holder.once('exit', (code, signal) => fail(`it ended at once (${signal ?? code}), see logs/holder.log`));
      lines.once('line', resolve);
    });
    const said = ReadyLine.parse(JSON.parse(line));
    if ('failed' in said) throw KimiError.from(said.failed);
    return said.ready;
  } catch (error) {
    holder.kill('SIGKILL');
    if (error instanceof KimiError) throw error;
    throw new KimiError('HOLDER_UNREACHABLE', { reason: String(error) }, { cause: error });
  } finally {
    clearTimeout(timer);
    lines.close();
    pipe.destroy();
    holder.removeAllListeners();
    holder.unref();
  }
}

/** Where it writes before its own log is open, and Node when it dies: the file that the holder itself puts aside when it is full. */
async function openLog(dataFolder: string): Promise<Awaited<ReturnType<typeof open>>> {
  await ensurePrivateFolder(logsFolder(dataFolder));
  const path = logFile(dataFolder, 'holder');
  try {
    return await open(path, 'a', 0o600);
  } catch (error) {
    throw fileErrorAsKimi(error, path);
  }
}
