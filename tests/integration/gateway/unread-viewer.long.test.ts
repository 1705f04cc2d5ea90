import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startGatewayServer } from '#main/gateway/server.ts';
import { UNREAD_BYTES } from '#main/gateway/unread-watch.ts';
import { encodeViewer } from '#shared/terminal/viewer-protocol.ts';
import { until } from '../../support/until.ts';
import { Terminals, TICKET_KEY } from './terminals.ts';

/** The most that can be granted in one message. */
const CREDIT = 64 * 1024 * 1024;
/** Fifty megabytes through every part. */
const MOST_MS = 120_000;

test(
  'a viewer that grants credit and reads nothing is closed, with a bounded amount waiting; others see every byte and type on',
  async () => {
    const terminals = await Terminals.open();
    const lines: { readonly message: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];
    const gateway = await startGatewayServer(
      {
        dataFolder: terminals.dataFolder,
        ticketKey: TICKET_KEY,
        mirrorSocket: terminals.mirror.socket,
        port: 0,
        allowedOrigins: [],
        unreadMs: 400,
      },
      (_level, message, fields) => lines.push({ message, fields }),
    );
    onTestFinished(() => gateway.close());
    const childId = await terminals.run(
      'stty raw -echo; head -c 1 >/dev/null; yes "a line of the flood" | head -c 48000000; printf "\\r\\nthe end\\r\\n"; cat',
    );
    const reader = await terminals.attach(childId, { url: gateway.url });

    const stopped = new WebSocket(gateway.url, { perMessageDeflate: false });
    const gone = new Promise<number>((resolve) => stopped.on('close', resolve));
    stopped.on('error', () => stopped.terminate());
    await new Promise((resolve) => stopped.on('open', resolve));
    const hello = { v: 1, ticket: terminals.ticket(childId), mode: 'bytes', from: 0, credit: CREDIT, follow: true, scrollback: 0 };
    stopped.send(JSON.stringify(hello));
    const greeting = await new Promise((resolve) => stopped.once('message', (data) => resolve(JSON.parse(String(data)))));
    expect(greeting).toMatchObject({ ok: true });
    stopped.pause();

    reader.type('x');
    await reader.shows('the end');
    const closed = await until('the viewer that does not read is closed', () => {
      // It asks for more and more of what it does not take; what the kernel takes for it costs the gateway nothing.
      if (stopped.readyState === stopped.OPEN) stopped.send(encodeViewer({ type: 'credit', bytes: CREDIT }));
      return lines.find(({ message }) => message.startsWith('a viewer was closed'));
    });
    expect(closed.fields.waiting).toBeGreaterThan(0);
    // Over the line by one message at most.
    expect(closed.fields.waiting).toBeLessThan(UNREAD_BYTES + 128 * 1024);
    reader.type('more');
    await reader.shows('more');
    stopped.resume();
    expect([4413, 1006]).toContain(await gone);
  },
  MOST_MS,
);
