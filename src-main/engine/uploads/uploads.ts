import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_BYTES } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionId } from '#shared/ids.ts';
import { makeFolder } from '../folders/index.ts';
import type { Logger } from '../types.ts';
import { safeFileName } from './file-name.ts';

/** A page sends the next part as soon as the last one is answered; one that does not has gone away. */
const ABANDONED_MS = 60_000;
/** Each holds a file open; nobody drops more at once than these, one after the other. */
const MOST_OPEN = 16;

/** Files that people hand to sessions, which are theirs until they are deleted. */
export interface Uploads {
  /**
   * Takes the next part of a file. `path` is known when it was the last.
   * @throws KimiError FILE_TOO_LARGE | CONFLICT (a part is missing, or too many files at once)
   */
  put(
    session: SessionId,
    part: {
      readonly upload?: string | undefined;
      readonly name: string;
      readonly bytes: number;
      readonly at: number;
      readonly data: Buffer;
    },
  ): Promise<{ readonly upload: string; readonly path: string | null }>;
  /** Removes every file of a session. */
  remove(session: SessionId): Promise<void>;
  /** Removes the files of sessions that are gone. */
  keepOnly(sessions: readonly SessionId[]): Promise<void>;
  /** Gives up what is not complete. */
  close(): Promise<void>;
}

interface Upload {
  readonly session: SessionId;
  readonly folder: string;
  readonly path: string;
  readonly bytes: number;
  readonly file: FileHandle;
  at: number;
  timer: NodeJS.Timeout;
}

/** Keeps files below `root`: `<session>/<a name that cannot be guessed>/<the file's own name>`, for this user only. */
export function createUploads(root: string, logger: Pick<Logger, 'warn'>): Uploads {
  const pending = new Map<string, Upload>();

  async function begin(session: SessionId, name: string, bytes: number): Promise<string> {
    if (bytes > FILE_BYTES) throw new KimiError('FILE_TOO_LARGE', { name: safeFileName(name), bytes, limitMiB: FILE_BYTES / 1024 ** 2 });
    if (pending.size >= MOST_OPEN) throw new KimiError('CONFLICT', { reason: 'too many files are being handed over' });
    const id = randomBytes(12).toString('hex');
    const folder = join(root, session, id);
    await makeFolder(folder);
    const path = join(folder, safeFileName(name));
    const file = await open(path, 'wx', 0o600);
    pending.set(id, { session, folder, path, bytes, file, at: 0, timer: abandonLater(id) });
    return id;
  }

  function abandonLater(id: string): NodeJS.Timeout {
    return setTimeout(() => {
      // It goes with the session then.
      abandon(id).catch((error: unknown) => logger.warn('an unfinished file could not be removed', { reason: String(error) }));
    }, ABANDONED_MS).unref();
  }

  async function end(id: string): Promise<Upload | undefined> {
    const upload = pending.get(id);
    pending.delete(id);
    clearTimeout(upload?.timer);
    await upload?.file.close();
    return upload;
  }

  async function abandon(id: string): Promise<void> {
    const upload = await end(id);
    if (upload !== undefined) await rm(upload.folder, { recursive: true, force: true });
  }

  return {
    async put(session, { upload: known, name, bytes, at, data }) {
      const id = known ?? (await begin(session, name, bytes));
      const upload = pending.get(id);
      const fits = upload?.session === session && upload.at === at && at + data.length <= upload.bytes;
      const last = at + data.length === upload?.bytes;
      if (upload === undefined || !fits || (data.length === 0 && !last)) {
        if (upload?.session === session) await abandon(id);
        throw new KimiError('CONFLICT', { reason: 'a part of the file is missing' });
      }
      clearTimeout(upload.timer);
      upload.at += data.length;
      try {
        await upload.file.appendFile(data);
      } catch (error) {
        await abandon(id);
        throw error;
      }
      if (last) {
        await end(id);
        return { upload: id, path: upload.path };
      }
      upload.timer = abandonLater(id);
      return { upload: id, path: null };
    },
    async remove(session) {
      for (const [id, upload] of pending) if (upload.session === session) await end(id);
      await rm(join(root, session), { recursive: true, force: true });
    },
    async keepOnly(sessions) {
      const kept = new Set<string>(sessions);
      const there = await readdir(root).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      for (const name of there) if (!kept.has(name)) await rm(join(root, name), { recursive: true, force: true });
    },
    async close() {
      await Promise.all([...pending.keys()].map(abandon));
    },
  };
}
