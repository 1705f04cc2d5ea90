import { KimiError } from '#shared/errors/kimi-error.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { connectViewer } from '../../../gateway/client.ts';
import type { CommandContext, Outcome } from '../context.ts';
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
  const { call } = await context.engine();
  const { follow, to: wantedTo } = input as { readonly follow: boolean; readonly to?: number };
  if (follow && wantedTo !== undefined)
    throw new KimiError('INVALID_INPUT', { field: '--to', reason: '--to and --follow exclude each other' });
  const { url, ticket, from, to } = (await call(spec.procedure, input)) as TailTicket;
  const stdout = new Reader(context.io.stdout);
  const viewer = await connectViewer({
    url,
    ticket,
    mode: 'bytes',
    from,
    follow,
    credit: CREDIT,
    ...(to === null ? {} : { to }),
    onMessage: (message) => {
      if (message.type === 'data') return stdout.write(message.bytes);
      if (message.type === 'gap') context.io.stderr.write(`${gapLine(message, context)}\n`);
      return undefined;
    },
  });
  const end = await Promise.race([viewer.closed, stdout.left]);
  viewer.close();
  if (end === 'reader left') return { kind: 'done', exit: EXIT.done };
  if (end.error !== null) throw end.error;
  if (end.code !== SENT_ALL) throw new KimiError('ENGINE_UNREACHABLE', { reason: 'the connection to the terminal broke' });
  await stdout.drained();
  return { kind: 'done', exit: EXIT.done };
}

function gapLine(gap: Extract<GatewayMessage, { type: 'gap' }>, { texts }: CommandContext): string {
  return texts.t(`cli.tail.gap.${gap.reason}`, { from: gap.from, to: gap.to });
}
