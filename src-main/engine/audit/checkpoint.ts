import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Head } from './types.ts';

/*
 * The file of checkpoints: two places of a fixed length, written in turn. A write that is cut short spoils one of them, and the other
 * still says how far the log had come one commit before.
 */

type Key = KeyObject | Uint8Array;

/** Bytes of one place: what it says has some 230. */
export const SLOT_BYTES = 512;

/** Exactly as `slotOf` writes it, so that nothing else is even compared. */
const SLOT = /^\{"count":(\d{1,15}),"head":"([0-9a-f]{64})","at":(\d{1,15}),"signature":"([0-9a-f]{64})"\} *$/;

/** What a file of checkpoints says. `forged`: something is there, and no place of it has our signature. */
export type Checkpoint = { readonly kind: 'none' } | { readonly kind: 'forged' } | { readonly kind: 'signed'; readonly head: Head };

/** One place's content, filled up to its length. @param at ms since the epoch, for whoever reads the file */
export function slotOf({ count, hash }: Head, at: number, key: Key): string {
  const text = JSON.stringify({ count, head: hash, at, signature: signatureOf(count, hash, at, key) });
  return `${text.padEnd(SLOT_BYTES - 1)}\n`;
}

/** The newest checkpoint in a file's text (null: there is no file) that was signed with `key`. */
export function readCheckpoint(text: string | null, key: Key): Checkpoint {
  if (text === null) return { kind: 'none' };
  const heads = text.split('\n').flatMap((line) => headOf(line, key));
  const newest = heads.toSorted((one, other) => other.count - one.count)[0];
  return newest === undefined ? { kind: 'forged' } : { kind: 'signed', head: newest };
}

function headOf(line: string, key: Key): readonly Head[] {
  const [, count, hash, at, signature] = SLOT.exec(line) ?? [];
  // A place that was cut short, or not written yet: the other one counts.
  if (count === undefined || hash === undefined || signature === undefined) return [];
  const ours = signatureOf(Number(count), hash, Number(at), key);
  return timingSafeEqual(Buffer.from(signature), Buffer.from(ours)) ? [{ count: Number(count), hash }] : [];
}

function signatureOf(count: number, head: string, at: number, key: Key): string {
  return createHmac('sha256', key).update(`kimi-shell audit checkpoint 1\n${count}\n${head}\n${at}`).digest('hex');
}
