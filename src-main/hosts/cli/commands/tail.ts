import { KimiError } from '#shared/errors/kimi-error.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { openViewer, type ViewerLink } from '../viewer/viewer-link.ts';
import type { Behaviour, Call } from './behaviour.ts';

/** Bytes on their way to a slow reader; the session itself never waits for one. */
const CREDIT = 4 * 1024 * 1024;

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
  const ticket = (await call(spec.procedure, input)) as TailTicket;
  const { url, from, to } = ticket;
  const stdout = new RawOutput(context.io.stdout);
  let link: ViewerLink | null = null;
  let early = 0;
  const taken = (bytes: number) => {
    if (link === null) early += bytes;
    else link.send({ type: 'credit', bytes });
  };
  const onMessage = (message: GatewayMessage) => {
    if (message.type === 'data') stdout.write(message.bytes, taken);
    else if (message.type === 'gap') context.io.stderr.write(`${gapLine(message, context)}\n`);
  };
  link = await openViewer(
    url,
    { mode: 'bytes', ticket: ticket.ticket, credit: CREDIT, from, follow, ...(to === null ? {} : { to }) },
    onMessage,
  );
  if (early > 0) taken(early);
  const reason = await Promise.race([link.closed, stdout.readerLeft]);
  link.close();
  if (reason instanceof KimiError) throw reason;
  if (reason === null) await stdout.drained();
  return { kind: 'done', exit: EXIT.done };
}

function gapLine(gap: Extract<GatewayMessage, { type: 'gap' }>, { texts }: CommandContext): string {
  return texts.t(`cli.tail.gap.${gap.reason}`, { from: gap.from, to: gap.to });
}

/** Stdout as a place for bytes whose reader may leave (`| head`): that is an end like any other. */
class RawOutput {
  readonly #stream: CommandContext['io']['stdout'];
  #pending: Promise<void> = Promise.resolve();
  readonly readerLeft: Promise<'reader left'>;

  constructor(stream: CommandContext['io']['stdout']) {
    this.#stream = stream;
    this.readerLeft = new Promise((resolve, reject) => {
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') resolve('reader left');
        else reject(error);
      });
    });
  }

  write(bytes: Uint8Array, taken: (bytes: number) => void): void {
    this.#pending = new Promise((resolve) => {
      this.#stream.write(bytes, (error) => {
        if (error === null || error === undefined) taken(bytes.length);
        resolve();
      });
    });
  }

  /** Everything that was written is with the reader. */
  drained(): Promise<void> {
    return this.#pending;
  }
}
