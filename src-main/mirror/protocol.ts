import { z } from 'zod';
import { CallId } from '#shared/call-id-schema.ts';
import { encodeFrame } from '../holder/protocol/codec.ts';
import { T } from '../holder/protocol/messages.ts';
import type { ScreenText, Snapshot, TerminalSignal } from './types.ts';

/*
 * What a mirror and its readers say to each other: the holder's frames, with calls, results, failures and events as there, and one
 * type of its own for snapshots, which are bytes.
 */

/** Frame type of a snapshot: `u64 offset | u16 cols | u16 rows | bytes`. */
export const SNAPSHOT = 0x60;
/** A thousand lines of 500 columns, each cell with a colour of its own, stay below this. */
export const MAX_MIRROR_PAYLOAD = 64 * 1024 * 1024;
/** A call is a child's id and a few numbers. */
export const MAX_MIRROR_CALL = 16 * 1024;

const Offset = z.number().int().min(0);
const ChildId = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);

export const MirrorCall = z.discriminatedUnion('method', [
  z.object({ method: z.literal('follow'), childId: ChildId }),
  z.object({ method: z.literal('unfollow'), childId: ChildId }),
  z.object({ method: z.literal('snapshot'), childId: ChildId, atLeast: Offset.default(0), scrollback: z.number().int().min(0).max(1000) }),
  z.object({ method: z.literal('screen'), childId: ChildId, atLeast: Offset.default(0) }),
  z.object({ method: z.literal('positions') }),
  /** From now on this connection is told signals and settled screens. */
  z.object({ method: z.literal('subscribe') }),
]);
/** Which call of the engine's a question belongs to, for the log; beside what is asked. */
export const ForCall = z.object({ call: CallId.optional().catch(undefined) });
export type MirrorCall = z.infer<typeof MirrorCall>;

const Signal = z.object({ childId: z.string(), offset: Offset });
export const SignalSchema: z.ZodType<TerminalSignal> = z.discriminatedUnion('kind', [
  Signal.extend({ kind: z.literal('title'), text: z.string() }),
  Signal.extend({ kind: z.literal('notify'), text: z.string() }),
  Signal.extend({ kind: z.literal('progress'), state: z.number(), value: z.number() }),
  Signal.extend({ kind: z.literal('bell') }),
]);

export const MirrorEvent = z.union([
  z.object({ event: z.literal('signal'), signal: SignalSchema }),
  z.object({ event: z.literal('settled'), childId: z.string(), offset: Offset }),
]);
export type MirrorEvent = z.infer<typeof MirrorEvent>;

export const ScreenTextSchema: z.ZodType<ScreenText> = z.object({
  offset: Offset,
  cols: z.number(),
  rows: z.number(),
  lines: z.array(z.string()),
  cursor: z.object({ row: z.number(), col: z.number() }),
  title: z.string(),
  alternate: z.boolean(),
  bracketedPaste: z.boolean(),
});

export const PositionsSchema = z.record(z.string(), z.object({ at: Offset, end: Offset }));

const HEAD = 12;

/** A snapshot as one frame. */
export function encodeSnapshot(ref: number, snapshot: Snapshot): Buffer {
  const payload = Buffer.allocUnsafe(HEAD + snapshot.data.length);
  payload.writeBigUInt64LE(BigInt(snapshot.offset), 0);
  payload.writeUInt16LE(snapshot.cols, 8);
  payload.writeUInt16LE(snapshot.rows, 10);
  payload.set(snapshot.data, HEAD);
  return encodeFrame(SNAPSHOT, ref, payload);
}

/** @throws RangeError for a payload that is too short */
export function decodeSnapshot(payload: Buffer): Snapshot {
  return {
    offset: Number(payload.readBigUInt64LE(0)),
    cols: payload.readUInt16LE(8),
    rows: payload.readUInt16LE(10),
    data: payload.subarray(HEAD),
  };
}

export { T as FRAME };
