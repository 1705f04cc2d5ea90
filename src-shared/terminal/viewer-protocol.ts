import { z } from 'zod';

/**
 * What a viewer (window, browser, CLI) and the terminal gateway say to each other, over a WebSocket or a MessagePort.
 * The first message of each side is a JSON text; everything after is binary: one type byte, then the fields, little
 * endian. Offsets are byte offsets in the child's output since it started (unsigned 64 bit on the wire, exact up to 2^53 here).
 */
export const VIEWER_PROTOCOL = 1;

/** Viewer's first message. */
export const ViewerHello = z.object({
  v: z.literal(VIEWER_PROTOCOL),
  ticket: z.string(),
  /**
   * `screen`: snapshot of the screen and its last lines first, then live bytes from where the snapshot stands.
   * With `from`: the viewer has drawn everything before that byte, and goes on there without a snapshot where that is not too far back.
   * `bytes`: raw bytes from `from` (default: the oldest kept), each gap named; used by tail, history and tests.
   */
  mode: z.enum(['screen', 'bytes']),
  from: z.number().int().min(0).optional(),
  /** With `bytes`: close after this offset. */
  to: z.number().int().min(0).optional(),
  /** With `bytes`: stay and follow when the end is reached. */
  follow: z.boolean().default(true),
  /** With `screen`: lines above the screen to send along, at most what the mirror keeps. */
  scrollback: z.number().int().min(0).max(1000).default(1000),
  /** Credit at the start, bytes: how much the gateway may send before it must wait for CREDIT. */
  credit: z
    .number()
    .int()
    .min(1024)
    .max(64 * 1024 * 1024),
  size: z.object({ cols: z.number().int(), rows: z.number().int() }).optional(),
  /** With `screen`, of a viewer that comes back: whether it led when its connection ended. Not given: it comes for the first time. */
  led: z.boolean().optional(),
});
export type ViewerHello = z.infer<typeof ViewerHello>;

/** Gateway's first message. */
export const GatewayHello = z.union([
  z.object({ ok: z.literal(true), terminal: z.string(), rights: z.enum(['read', 'write']), firstAvailable: z.number(), end: z.number() }),
  z.object({ ok: z.literal(false), error: z.unknown() }),
]);
export type GatewayHello = z.infer<typeof GatewayHello>;

/** Why bytes are missing from a stream. */
export const GAP_REASONS = ['expired', 'damaged', 'skipped', 'disk-full'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

export type ViewerMessage =
  | { readonly type: 'input'; readonly bytes: Uint8Array }
  /** The viewer has digested this many bytes more. */
  | { readonly type: 'credit'; readonly bytes: number }
  | { readonly type: 'resize'; readonly cols: number; readonly rows: number }
  /** The viewer got the focus: its size wins, and its terminal answers queries, until another viewer says the same. */
  | { readonly type: 'focus' };

export type GatewayMessage =
  | { readonly type: 'snapshot'; readonly offset: number; readonly cols: number; readonly rows: number; readonly data: Uint8Array }
  | { readonly type: 'data'; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly type: 'gap'; readonly from: number; readonly to: number; readonly reason: GapReason }
  | { readonly type: 'resized'; readonly offset: number; readonly cols: number; readonly rows: number }
  | { readonly type: 'exit'; readonly offset: number; readonly code: number | null; readonly signal: string | null }
  /** Whether this viewer's terminal must answer queries (DA, CPR, OSC 11 …) from now on; exactly one viewer of a terminal is told true. */
  | { readonly type: 'responder'; readonly you: boolean }
  /**
   * An input or resize was refused or the stream cannot go on; `json` is KimiErrorData. ENGINE_ENDING: the viewer says no more and
   * closes; all that it said before arrives, so what it says next belongs to its next connection.
   */
  | { readonly type: 'error'; readonly json: string };

const V = { input: 0x01, credit: 0x02, resize: 0x03, focus: 0x04 } as const;
const G = { snapshot: 0x10, data: 0x11, gap: 0x12, resized: 0x13, exit: 0x14, responder: 0x15, error: 0x16 } as const;

/** Thrown for bytes that are not a message of this protocol. */
export class ViewerProtocolError extends Error {
  override readonly name = 'ViewerProtocolError';
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function message(type: number, size: number): { out: Uint8Array<ArrayBuffer>; view: DataView } {
  const out = new Uint8Array(1 + size);
  out[0] = type;
  return { out, view: new DataView(out.buffer) };
}

function setOffset(view: DataView, at: number, value: number): void {
  view.setBigUint64(at, BigInt(value), true);
}

function getOffset(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** Encodes what a viewer says. */
export function encodeViewer(m: ViewerMessage): Uint8Array<ArrayBuffer> {
  switch (m.type) {
    case 'input': {
      const { out } = message(V.input, m.bytes.length);
      out.set(m.bytes, 1);
      return out;
    }
    case 'credit': {
      const { out, view } = message(V.credit, 4);
      view.setUint32(1, m.bytes, true);
      return out;
    }
    case 'resize': {
      const { out, view } = message(V.resize, 4);
      view.setUint16(1, m.cols, true);
      view.setUint16(3, m.rows, true);
      return out;
    }
    case 'focus':
      return message(V.focus, 0).out;
  }
}

function viewOf(bytes: Uint8Array, least: number): DataView {
  if (bytes.length < 1 + least)
    throw new ViewerProtocolError(`message of type ${bytes[0]} is ${bytes.length} bytes, at least ${1 + least} expected`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Decodes what a viewer said. @throws ViewerProtocolError */
export function decodeViewer(bytes: Uint8Array): ViewerMessage {
  switch (bytes[0]) {
    case V.input:
      return { type: 'input', bytes: bytes.subarray(1) };
    case V.credit:
      return { type: 'credit', bytes: viewOf(bytes, 4).getUint32(1, true) };
    case V.resize: {
      const view = viewOf(bytes, 4);
      return { type: 'resize', cols: view.getUint16(1, true), rows: view.getUint16(3, true) };
    }
    case V.focus:
      return { type: 'focus' };
    default:
      throw new ViewerProtocolError(`unknown viewer message type ${bytes[0]}`);
  }
}

/** Encodes what the gateway says. */
export function encodeGateway(m: GatewayMessage): Uint8Array<ArrayBuffer> {
  switch (m.type) {
    case 'snapshot': {
      const { out, view } = message(G.snapshot, 12 + m.data.length);
      setOffset(view, 1, m.offset);
      view.setUint16(9, m.cols, true);
      view.setUint16(11, m.rows, true);
      out.set(m.data, 13);
      return out;
    }
    case 'data': {
      const { out, view } = message(G.data, 8 + m.bytes.length);
      setOffset(view, 1, m.offset);
      out.set(m.bytes, 9);
      return out;
    }
    case 'gap': {
      const { out, view } = message(G.gap, 17);
      setOffset(view, 1, m.from);
      setOffset(view, 9, m.to);
      out[17] = GAP_REASONS.indexOf(m.reason);
      return out;
    }
    case 'resized': {
      const { out, view } = message(G.resized, 12);
      setOffset(view, 1, m.offset);
      view.setUint16(9, m.cols, true);
      view.setUint16(11, m.rows, true);
      return out;
    }
    case 'exit': {
      const signal = encoder.encode(m.signal ?? '');
      const { out, view } = message(G.exit, 13 + signal.length);
      setOffset(view, 1, m.offset);
      view.setInt32(9, m.code ?? 0, true);
      out[13] = m.code === null ? 0 : 1;
      out.set(signal, 14);
      return out;
    }
    case 'responder': {
      const { out } = message(G.responder, 1);
      out[1] = m.you ? 1 : 0;
      return out;
    }
    case 'error': {
      const text = encoder.encode(m.json);
      const { out } = message(G.error, text.length);
      out.set(text, 1);
      return out;
    }
  }
}

/** Decodes what the gateway said. @throws ViewerProtocolError */
export function decodeGateway(bytes: Uint8Array): GatewayMessage {
  switch (bytes[0]) {
    case G.snapshot: {
      const view = viewOf(bytes, 12);
      return {
        type: 'snapshot',
        offset: getOffset(view, 1),
        cols: view.getUint16(9, true),
        rows: view.getUint16(11, true),
        data: bytes.subarray(13),
      };
    }
    case G.data:
      return { type: 'data', offset: getOffset(viewOf(bytes, 8), 1), bytes: bytes.subarray(9) };
    case G.gap: {
      const view = viewOf(bytes, 17);
      const reason = GAP_REASONS[view.getUint8(17)];
      if (reason === undefined) throw new ViewerProtocolError(`unknown gap reason ${view.getUint8(17)}`);
      return { type: 'gap', from: getOffset(view, 1), to: getOffset(view, 9), reason };
    }
    case G.resized: {
      const view = viewOf(bytes, 12);
      return { type: 'resized', offset: getOffset(view, 1), cols: view.getUint16(9, true), rows: view.getUint16(11, true) };
    }
    case G.exit: {
      const view = viewOf(bytes, 13);
      const signal = decoder.decode(bytes.subarray(14));
      return {
        type: 'exit',
        offset: getOffset(view, 1),
        code: view.getUint8(13) === 1 ? view.getInt32(9, true) : null,
        signal: signal === '' ? null : signal,
      };
    }
    case G.responder:
      return { type: 'responder', you: viewOf(bytes, 1).getUint8(1) === 1 };
    case G.error:
      return { type: 'error', json: decoder.decode(bytes.subarray(1)) };
    default:
      throw new ViewerProtocolError(`unknown gateway message type ${bytes[0]}`);
  }
}
