import { closeSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ulid } from 'ulid';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { ensurePrivateFolder, socketPath } from './endpoint.ts';
import { isFileError } from './file-errors.ts';
import { Holder } from './holder.ts';
import { ensureHolderKey } from './key.ts';
import { HolderLog } from './log/holder-log.ts';
import { unixNative } from './native.ts';
import { Peers } from './peers/peers.ts';
import { bootId } from './process/boot.ts';
import { Orphans } from './process/orphans.ts';
import { startTimeOf } from './process/process-list.ts';
import { errorData } from './protocol/refusal.ts';
import { type HolderRecord, holdersFolder, removeHolderRecord, writeHolderRecord } from './records.ts';
import { HolderServer } from './server.ts';

/** A holder that nobody uses leaves after this: long enough for an engine that restarts or for a first spawn on a slow machine. */
const LEAVE_AFTER_MS = 10_000;
/** One that was told to leave still hears what whoever stopped its last child says next, for example that it may be forgotten. */
const LAST_ANSWERS_MS = 200;

/** The kernel's value; Node has no name for it. */
const O_CLOEXEC = 0o2000000;

const ownLog = new HolderLog();
const log = ownLog.say;

/**
 * Whoever started us may have had files open that it did not close for its children, for example a pipe that somebody reads to its
 * end. Ours would hold them open for days, and so would every child.
 */
function closeInherited(): void {
  if (process.platform !== 'linux') return; // elsewhere a spawned process gets only what it is given
  for (const name of readdirSync('/proc/self/fd')) {
    const fd = Number(name);
    if (fd > 2 && fd !== readyFd && isInherited(fd)) closeSync(fd);
  }
}

/** Everything that Node opens itself is closed on exec. */
function isInherited(fd: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
  } catch (error) {
    // The descriptor with which the folder was listed.
    if (isFileError(error)) return false;
    throw error;
  }
}

/** Runs until the holder leaves. @throws KimiError | NodeJS.ErrnoException when it cannot start */
async function main(dataFolder: string, build: string, say: (line: object) => void): Promise<void> {
  process.chdir(dataFolder);
  await ensurePrivateFolder(holdersFolder(dataFolder));
  await ownLog.open(dataFolder);
  const key = await ensureHolderKey(dataFolder);
  const id = `hld_${ulid()}`;
  const { pid } = process;
  const startTime = (await startTimeOf(pid)) ?? '';
  const boot = (await bootId()) ?? undefined;
  const holder = new Holder({ dataFolder, identity: { id, pid, startTime, boot }, onFewer: () => consider(), log });
  // Short, because the path of a socket may be only a hundred bytes long.
  const socket = socketPath(dataFolder, `holder-${id.slice(-8)}`);
  const record: HolderRecord = { id, pid, startTime, build, socket, startedAt: Date.now() };

  const { promise: left, resolve } = Promise.withResolvers<string>();
  const leave = (reason: string): void => {
    holder.leave();
    resolve(reason);
  };
  let leaveTimer: NodeJS.Timeout | null = null;
  let toldToLeave = false;
  const consider = (): void => {
    if (leaveTimer !== null) clearTimeout(leaveTimer);
    leaveTimer = null;
    if (holder.running > 0 || server.busy) return;
    if (toldToLeave) leaveTimer = setTimeout(() => leave('told to, and no child is left'), LAST_ANSWERS_MS);
    else if (server.connections === 0) leaveTimer = setTimeout(() => leave('nobody needs it'), LEAVE_AFTER_MS);
  };
  const server = new HolderServer({
    holder,
    info: { id, pid, build, startedAt: record.startedAt, socket },
    key,
    peers: new Peers(dataFolder),
    log,
    onChange: consider,
  });

  // Whatever goes wrong in one place, the children live on; that is what this process is for.
  process.on('uncaughtException', (error) => log(`uncaught: ${error.stack ?? error.message}`, 'error'));
  process.on('unhandledRejection', (reason) =>
    log(`unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`, 'error'),
  );
  process.on('SIGHUP', () => log('SIGHUP ignored'));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log(`${signal}: leaving with the last child (${holder.running} now)`);
      toldToLeave = true;
      consider();
    });
  }

  const native = unixNative();
  const orphans = native === null ? null : new Orphans({ native, awaited: () => holder.awaited, log });
  await orphans?.adopt();
  await server.listen();
  await writeHolderRecord(dataFolder, record);
  log(`holder ${id} of build ${build} listens on ${socket}`);
  say({ ready: record });
  consider();

  const reason = await left;
  // First the record, so that nobody finds a holder that is on its way out.
  await removeHolderRecord(dataFolder, id);
  await server.close();
  await holder.close();
  orphans?.close();
  log(`holder ${id} left: ${reason}`);
}

const { values } = parseArgs({
  options: { data: { type: 'string' }, build: { type: 'string' }, 'ready-fd': { type: 'string' } },
});
const readyFd = values['ready-fd'] === undefined ? null : Number(values['ready-fd']);

/** The starter waits for one line and then forgets us: the pipe must not outlast it. */
function say(line: object): void {
  if (readyFd === null) return;
  try {
    writeSync(readyFd, `${JSON.stringify(line)}\n`);
  } catch (error) {
    log(`the starter is gone: ${String(error)}`);
  }
  closeSync(readyFd);
}

try {
  closeInherited();
  const { data, build } = values;
  if (data === undefined || build === undefined) throw new KimiError('INVALID_INPUT', { reason: 'holder --data <folder> --build <id>' });
  await main(data, build, say);
  await ownLog.close();
  process.exit(0);
} catch (error) {
  log(`cannot run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, 'error');
  say({ failed: errorData(error) });
  await ownLog.close();
  process.exit(1);
}
