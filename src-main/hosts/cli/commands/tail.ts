import { KimiError } from '#shared/errors/kimi-error.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { connectViewer } from '../../../gateway/client.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { comesBack, TELL_AFTER_MS, WAIT_FOR_ENGINE_MS } from '../engine/comes-back.ts';
import { isOpen } from '../engine/door.ts';
import { EXIT } from '../exit-codes.ts';
import { Reader } from '../output/reader.ts';
import type { Behaviour, Call } from './behaviour.ts';

/** Bytes on their way to a slow reader; the session itself never waits for one. */
const CREDIT = 4 * 1024 * 1024;
/** The gateway's close code after the last byte. */
const SENT_ALL = 1000;
const ASK_AGAIN_MS = 100;
/** Connections in a row that broke at once and brought nothing; an engine that starts may need some. */
const MOST_IN_VAIN = 50;
/** One that lived this long was a connection, also when the session said nothing. */
const LIVED_MS = 1_000;

interface TailTicket {
  readonly terminal: string;
  readonly url: string;
  readonly ticket: string;
  readonly from: number;
  readonly to: number | null;
  readonly firstAvailable: number;
  readonly end: number;
}

export const TAIL: Behaviour = { raw: true, run: tail };

/** Copies a session's raw output to stdout, as it was written; what is missing is said on stderr. */
async function tail({ spec, input }: Call, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  const { follow, to: wantedTo } = input as { readonly follow: boolean; readonly to?: number };
  if (follow && wantedTo !== undefined)
    throw new KimiError('INVALID_INPUT', { field: '--to', reason: '--to and --follow exclude each other' });
  const stdout = new Reader(context.io.stdout);
  let asked: object = input as object;
  let inVain = 0;
  let before: number | null = null;
  let ticket = (await call(spec.procedure, asked)) as TailTicket;
  for (;;) {
    const since = performance.now();
    const copied = await copy(ticket, follow, stdout, context);
    if (copied.kind === 'over') {
      await stdout.drained();
      return { kind: 'done', exit: EXIT.done };
    }
    inVain = copied.at === before && performance.now() - since < LIVED_MS ? inVain + 1 : 0;
    before = copied.at;
    if (inVain > MOST_IN_VAIN) throw new KimiError('ENGINE_UNREACHABLE', { reason: 'the connection to the terminal broke' });
    // The rest of this copy, of the next engine: to where it was to end, also where output has come since.
    const rest = { ...asked, from: copied.at, ...(ticket.to === null ? {} : { to: ticket.to }) };
    asked = rest;
    ticket = await nextTicket(async () => (await call(spec.procedure, rest)) as TailTicket, context);
  }
}

type Copied = { readonly kind: 'over' } | { readonly kind: 'cut off'; readonly at: number };

/** Copies until the end, or until the engine's gateway is gone. @throws KimiError why the stream cannot go on */
async function copy({ url, ticket, from, to }: TailTicket, follow: boolean, stdout: Reader, context: CommandContext): Promise<Copied> {
  let at = from;
  try {
    const viewer = await connectViewer({
      url,
      ticket,
      mode: 'bytes',
      from,
      follow,
      credit: CREDIT,
      ...(to === null ? {} : { to }),
      onMessage: (message) => {
        if (message.type === 'gap') {
          at = message.to;
          context.io.stderr.write(`${gapLine(message, context)}\n`);
        }
        if (message.type !== 'data') return undefined;
        at = message.offset + message.bytes.length;
        return stdout.write(message.bytes);
      },
    });
    const end = await Promise.race([viewer.closed, stdout.left]);
    viewer.close();
    if (end === 'reader left') return { kind: 'over' };
    if (end.error !== null && end.error.code !== 'ENGINE_ENDING') throw end.error;
    return end.error === null && end.code === SENT_ALL ? { kind: 'over' } : { kind: 'cut off', at };
  } catch (error) {
    // A gateway that went away before it greeted, or the ticket of one that did.
    if (comesBack(error)) return { kind: 'cut off', at };
    throw error;
  }
}

/**
 * Waits until an engine, and the gateway behind it, can be had again: who reads a recording starts none.
 * @throws KimiError ENGINE_UNREACHABLE after WAIT_FOR_ENGINE_MS, or what the session is refused for
 */
async function nextTicket(ask: () => Promise<TailTicket>, { door, io, texts }: CommandContext): Promise<TailTicket> {
  const lostAt = performance.now();
  let told = false;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    if (await isOpen(door)) {
      try {
        return await ask();
      } catch (error) {
        if (!comesBack(error)) throw error;
      }
    }
    const away = performance.now() - lostAt;
    if (away > WAIT_FOR_ENGINE_MS) throw new KimiError('ENGINE_UNREACHABLE', { reason: 'the connection to the terminal broke' });
    if (away > TELL_AFTER_MS && !told) {
      told = true;
      io.stderr.write(`${texts.t('cli.tail.waiting')}\n`);
    }
  }
}

function gapLine(gap: Extract<GatewayMessage, { type: 'gap' }>, { texts }: CommandContext): string {
  return texts.t(`cli.tail.gap.${gap.reason}`, { from: gap.from, to: gap.to });
}
