/**
 * A program that prints lines of 64 bytes, each of which says where in the output it stands and proves it with a checksum:
 *
 *   node output-generator.mjs --bytes <total, rounded up to lines> [--rate <bytes per second, 0: as fast as it is taken>]
 *     [--seed <up to 8 characters>] [--exit <code>]
 *
 * In a terminal the kernel turns the line's LF into CR LF; without one the program prints both, so the recorded bytes are equal.
 * The verifier (output-verifier.ts) knows every byte of it by its offset.
 */
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';

/** Bytes of a line as it is recorded, with CR LF. */
export const LINE_BYTES = 64;
/** Lines built at once. */
const BLOCK_LINES = 1024;
/** With a rate: how often a part is printed. */
const TICK_MS = 10;

/** Line number `index` of a seed's output, without its end: 62 characters of ASCII. */
export function lineText(seed, index) {
  const offset = (index * LINE_BYTES).toString(16).padStart(16, '0');
  const filler = index % 2 === 0 ? 'the quick brown fox jumps o' : 'ver the lazy dog 0123456789';
  const body = `${offset} ${seed.slice(0, 8).padEnd(8, '-')} ${filler}`;
  return `${body} ${crc32(body).toString(16).padStart(8, '0')}`;
}

/** The recorded bytes of `count` lines from number `first` on. */
export function recordedLines(seed, first, count, end = '\r\n') {
  let text = '';
  for (let i = 0; i < count; i += 1) text += lineText(seed, first + i) + end;
  return Buffer.from(text, 'latin1');
}

async function print({ bytes, rate, seed }) {
  const end = process.stdout.isTTY ? '\n' : '\r\n';
  const lines = Math.ceil(bytes / LINE_BYTES);
  const perTick = rate === 0 ? BLOCK_LINES : Math.max(1, Math.round((rate * TICK_MS) / 1000 / LINE_BYTES));
  const started = performance.now();
  for (let line = 0; line < lines; ) {
    const count = Math.min(perTick, lines - line);
    if (!process.stdout.write(recordedLines(seed, line, count, end))) await once(process.stdout, 'drain');
    line += count;
    if (rate === 0) continue;
    const due = started + (line * LINE_BYTES * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      bytes: { type: 'string' },
      rate: { type: 'string', default: '0' },
      seed: { type: 'string', default: 'seed' },
      exit: { type: 'string', default: '0' },
    },
  });
  await print({ bytes: Number(values.bytes), rate: Number(values.rate), seed: values.seed });
  process.exitCode = Number(values.exit);
}
