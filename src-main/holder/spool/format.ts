import { crc32 } from 'node:zlib';
import { GAP_REASONS, type GapReason } from '#shared/terminal/viewer-protocol.ts';

/**
 * A spool folder holds the output in segments, `<first offset, 20 digits>.seg`, plain bytes, each with an index beside it
 * (`.idx`) of fixed-size records in the order in which things happened. What the index vouches for can be checked byte by byte;
 * a damaged record costs the bytes it speaks of and no others. Removing a segment removes its index, so neither grows for ever.
 */
export const RECORD_BYTES = 32;

export type IndexRecord =
  /** `length` bytes of output from `offset` on, with their checksum; `time` in ms since the epoch. */
  | { readonly kind: 'write'; readonly offset: number; readonly length: number; readonly time: number; readonly crc: number }
  /** The terminal's size from `offset` on. `no` counts a child's sizes: each segment repeats the one it begins with. */
  | {
      readonly kind: 'resize';
      readonly offset: number;
      readonly cols: number;
      readonly rows: number;
      readonly time: number;
      readonly no: number;
    }
  /** Output that was never written. */
  | { readonly kind: 'gap'; readonly from: number; readonly to: number; readonly reason: GapReason };

const KIND = { write: 1, resize: 2, gap: 3 } as const;

// Layout, little endian: u8 kind, u8 reason, u16 cols, u32 length or rows, u64 offset, u64 time or `to`, u32 crc or no, u32 own crc.
const OWN_CRC_AT = 28;

/** Writes a record at `at`. */
export function encodeRecord(record: IndexRecord, out: Buffer, at: number): void {
  out.fill(0, at, at + RECORD_BYTES);
  out.writeUInt8(KIND[record.kind], at);
  switch (record.kind) {
    case 'write':
      out.writeUInt32LE(record.length, at + 4);
      writeU64(out, at + 8, record.offset);
      writeU64(out, at + 16, record.time);
      out.writeUInt32LE(record.crc, at + 24);
      break;
    case 'resize':
      out.writeUInt16LE(record.cols, at + 2);
      out.writeUInt32LE(record.rows, at + 4);
      writeU64(out, at + 8, record.offset);
      writeU64(out, at + 16, record.time);
      out.writeUInt32LE(record.no, at + 24);
      break;
    case 'gap':
      out.writeUInt8(GAP_REASONS.indexOf(record.reason), at + 1);
      writeU64(out, at + 8, record.from);
      writeU64(out, at + 16, record.to);
      break;
  }
  out.writeUInt32LE(crc32(out.subarray(at, at + OWN_CRC_AT)), at + OWN_CRC_AT);
}

/** Reads the record at `at`; null when it is damaged. */
export function decodeRecord(bytes: Buffer, at: number): IndexRecord | null {
  if (crc32(bytes.subarray(at, at + OWN_CRC_AT)) !== bytes.readUInt32LE(at + OWN_CRC_AT)) return null;
  const offset = readU64(bytes, at + 8);
  const time = readU64(bytes, at + 16);
  const last = bytes.readUInt32LE(at + 24);
  switch (bytes.readUInt8(at)) {
    case KIND.write:
      return { kind: 'write', offset, length: bytes.readUInt32LE(at + 4), time, crc: last };
    case KIND.resize:
      return { kind: 'resize', offset, cols: bytes.readUInt16LE(at + 2), rows: bytes.readUInt32LE(at + 4), time, no: last };
    case KIND.gap: {
      const reason = GAP_REASONS[bytes.readUInt8(at + 1)];
      return reason === undefined ? null : { kind: 'gap', from: offset, to: time, reason };
    }
    default:
      return null;
  }
}

const NAME = /^(\d{20})\.(seg|idx)$/;

/** File name of a segment's bytes. */
export function segmentName(start: number): string {
  return `${String(start).padStart(20, '0')}.seg`;
}

/** File name of a segment's index. */
export function indexName(start: number): string {
  return `${String(start).padStart(20, '0')}.idx`;
}

/** First offsets of the segments among the names of a folder, ascending. One whose bytes or index is missing counts as well. */
export function segmentStarts(names: readonly string[]): number[] {
  const starts = new Set<number>();
  for (const name of names) {
    const digits = NAME.exec(name)?.[1];
    if (digits !== undefined) starts.add(Number(digits));
  }
  return [...starts].sort((a, b) => a - b);
}

function writeU64(out: Buffer, at: number, value: number): void {
  out.writeUInt32LE(value % 0x1_0000_0000, at);
  out.writeUInt32LE(Math.floor(value / 0x1_0000_0000), at + 4);
}

function readU64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x1_0000_0000;
}
