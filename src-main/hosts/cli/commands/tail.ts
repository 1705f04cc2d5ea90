import { KimiError } from '#shared/errors/kimi-error.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { connectViewer } from '../../../gateway/client.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { callOnce } from '../engine/client.ts';
import { LIVED_MS, overEngines, WAIT_FOR_ENGINE_MS } from '../engine/over-engines.ts';
import { EXIT } from '../exit-codes.ts';
import { Reader } from '../output/reader.ts';
import type { Behaviour, Call } from './behaviour.ts';

/** Bytes on their way to a slow reader; the session itself never waits for one. */
const CREDIT = 4 * 1024 * 1024;
/** The gateway's close code after the last byte. */
const SENT_ALL = 1000;

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
  const { follow, to: wantedTo } = input as { readonly follow: boolean; readonly to?: number };
  if (follow && wantedTo !== undefined)
    throw new KimiError('INVALID_INPUT', { field: '--to', reason: '--to and --follow exclude each other' });
  const { call } = await context.engine();
  const stdout = new Reader(context.io.stdout);
  let ticket: TailTicket | null = (await call(spec.procedure, input)) as TailTicket;
  let at = ticket.from;
  // The rest is of the next engine, but up to where it was to end, also where output has come since.
  const { to } = ticket;
  const rest = () => ({ ...(input as object), from: at, ...(to === null ? {} : { to }) });
  const copyOn = async (there: () => void): Promise<void> => {
    // Who reads a recording starts no engine.
    const shown = ticket ?? ((await callOnce(context.door, spec.procedure, rest())) as TailTicket);
    ticket = null;
    const onTaken = (upTo: number): void => {
      at = upTo;
      there();
    };
    await copy(shown, { follow, stdout, context, onTaken });
  };
  const onLong = () => context.io.stderr.write(`${context.texts.t('cli.tail.waiting')}\n`);
  await overEngines(copyOn, { giveUpMs: WAIT_FOR_ENGINE_MS, onLong });
  await stdout.drained();
  return { kind: 'done', exit: EXIT.done };
}

interface CopyOptions {
  readonly follow: boolean;
  readonly stdout: Reader;
  readonly context: CommandContext;
  /** Everything before this byte has come. */
  readonly onTaken: (upTo: number) => void;
}

/** Copies until the end, or until its reader leaves. @throws KimiError why the stream cannot go on, for now or for good */
async function copy({ url, ticket, from, to }: TailTicket, { follow, stdout, context, onTaken }: CopyOptions): Promise<void> {
  let at = from;
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
        onTaken(at);
        context.io.stderr.write(`${gapLine(message, context)}\n`);
      }
      if (message.type !== 'data') return undefined;
      at = message.offset + message.bytes.length;
      onTaken(at);
      return stdout.write(message.bytes);
    },
  });
  const lived = setTimeout(() => onTaken(at), LIVED_MS);
  const end = await Promise.race([viewer.closed, stdout.left]).finally(() => clearTimeout(lived));
  viewer.close();
  if (end === 'reader left') return;
  if (end.error !== null) throw end.error;
  if (end.code !== SENT_ALL) throw new KimiError('ENGINE_UNREACHABLE', { reason: 'the connection to the terminal broke' });
}

function gapLine(gap: Extract<GatewayMessage, { type: 'gap' }>, { texts }: CommandContext): string {
  return texts.t(`cli.tail.gap.${gap.reason}`, { from: gap.from, to: gap.to });
}
