import { WebSocket } from 'ws';
import { decodeGateway, encodeViewer, type GatewayHello, type GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { asOwner } from './owner-client.ts';

/** A terminal's raw output as the gateway gave it. */
export interface Recording {
  readonly from: number;
  readonly bytes: Buffer;
  readonly gaps: readonly Extract<GatewayMessage, { type: 'gap' }>[];
}

const CREDIT = 1024 * 1024;

/**
 * Reads a session's raw output from `from` (default: the oldest kept) to where it ends now, through the gateway.
 * @throws Error when an offset is not the one that must come next: a byte that is missing or comes twice
 */
export async function readRecording(dataFolder: string, session: string, from?: number): Promise<Recording> {
  const tail = await asOwner(dataFolder, (client) => client.terminal.tail({ session, ...(from === undefined ? {} : { from }) }));
  const socket = new WebSocket(tail.url);
  socket.binaryType = 'nodebuffer';
  const chunks: Buffer[] = [];
  const gaps: Extract<GatewayMessage, { type: 'gap' }>[] = [];
  let next = tail.from;
  await new Promise<void>((done, failed) => {
    socket.once('error', failed);
    socket.once('open', () => {
      const range = { from: tail.from, to: tail.end, follow: false };
      socket.send(JSON.stringify({ v: 1, ticket: tail.ticket, mode: 'bytes', credit: CREDIT, ...range }));
    });
    socket.once('close', () => done());
    socket.on('message', (data: Buffer, binary) => {
      if (!binary) {
        const hello = JSON.parse(data.toString()) as GatewayHello;
        if (!hello.ok) failed(new Error(`refused: ${JSON.stringify(hello.error)}`));
        return;
      }
      const message = decodeGateway(data);
      if (message.type === 'data') {
        if (message.offset !== next) failed(new Error(`byte ${next} was due, byte ${message.offset} came`));
        next = message.offset + message.bytes.length;
        chunks.push(Buffer.from(message.bytes));
        socket.send(encodeViewer({ type: 'credit', bytes: message.bytes.length }));
      } else if (message.type === 'gap') {
        if (message.from !== next) failed(new Error(`byte ${next} was due, a gap from ${message.from} came`));
        next = message.to;
        gaps.push(message);
      } else if (message.type === 'error') failed(new Error(message.json));
    });
  });
  if (next !== tail.end) throw new Error(`the recording ended at byte ${next}, not ${tail.end}`);
  return { from: tail.from, bytes: Buffer.concat(chunks), gaps };
}
