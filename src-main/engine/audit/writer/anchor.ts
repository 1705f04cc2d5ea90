import { createSecretKey, type KeyObject } from 'node:crypto';
import { closeSync, constants, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Checkpoint, readCheckpoint, SLOT_BYTES, slotOf } from '../checkpoint.ts';
import type { Head } from '../types.ts';

/** ms between two writes through to the disk: a machine that loses power may forget so much of the checkpoints, never of the log. */
const SYNC_EVERY_MS = 1000;

/**
 * The file of checkpoints, as the writer's thread keeps it. Each commit is noted in it before it is acknowledged, so a process that is
 * killed leaves a checkpoint that is at most one commit behind.
 */
export class Anchor {
  readonly #path: string;
  readonly #key: KeyObject;
  #file: number | null = null;
  #next = 0;
  #triedAt = Number.NEGATIVE_INFINITY;
  #unsynced = false;

  constructor(path: string, key: Uint8Array) {
    this.#path = path;
    // Made once: from bytes it is made anew for every signature, which takes ten times as long as signing.
    this.#key = createSecretKey(key);
  }

  /** What the file says. @throws NodeJS.ErrnoException when it is there and cannot be read */
  read(): Checkpoint {
    return readCheckpoint(existsSync(this.#path) ? readFileSync(this.#path, 'utf8') : null, this.#key);
  }

  /** Notes how far the log has come. @param now ms since the epoch @throws NodeJS.ErrnoException */
  note(head: Head, now: number): void {
    this.#file ??= openSync(this.#path, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600);
    writeSync(this.#file, slotOf(head, now, this.#key), this.#next * SLOT_BYTES);
    this.#next = 1 - this.#next;
    this.#unsynced = true;
  }

  /** Whether it is time to write it through to the disk; only now and then, because somebody may wait for it. */
  get isSyncDue(): boolean {
    return this.#unsynced && performance.now() - this.#triedAt >= SYNC_EVERY_MS;
  }

  /** Writes it through to the disk. @throws NodeJS.ErrnoException */
  sync(): void {
    if (this.#file === null || !this.#unsynced) return;
    this.#triedAt = performance.now();
    fdatasyncSync(this.#file);
    this.#unsynced = false;
  }

  /** @throws NodeJS.ErrnoException when it could not be written through; it is closed all the same */
  close(): void {
    if (this.#file === null) return;
    try {
      this.sync();
    } finally {
      closeSync(this.#file);
      this.#file = null;
    }
  }
}
