import { expect, onTestFinished, test } from 'vitest';
import { startGatewayServer } from '#main/gateway/server.ts';
import { decodeGateway, encodeViewer, type GatewayMessage, type ViewerHello } from '#shared/terminal/viewer-protocol.ts';
import { type Port, PortHub } from '../../support/electron/ports.ts';
import { Switchboard } from '../../support/electron/switchboard.ts';
import { until } from '../../support/until.ts';
import { Terminals, TICKET_KEY } from './terminals.ts';

/** Channels whose ends stay in this process. */
function channels(): PortHub {
  const switchboard = new Switchboard();
  const place = { send: (traffic: Parameters<PortHub['receive']>[0]) => setImmediate(() => hub.receive(traffic)) };
  const hub = new PortHub((traffic) => switchboard.heard(place, traffic));
  return hub;
}

/** A window that was let in, with what its viewers hear. */
async function windowOn(terminals: Terminals) {
  const { dataFolder, mirror } = terminals;
  const gateway = await startGatewayServer({ dataFolder, ticketKey: TICKET_KEY, mirrorSocket: mirror.socket, port: 0, allowedOrigins: [] });
  onTestFinished(() => gateway.close());
  const hub = channels();
  const { port1: window, port2: theirs } = hub.pair();
  gateway.connectWindow(theirs);
  window.start();
  const attach = (hello: Partial<ViewerHello> & { readonly ticket: string }) => {
    const { port1: viewer, port2 } = hub.pair();
    const heard = { texts: [] as unknown[], messages: [] as GatewayMessage[], ends: [] as unknown[], output: '', viewer };
    viewer.on('message', ({ data }: { data: unknown }) => {
      if (typeof data === 'string') heard.texts.push(JSON.parse(data));
      else if (data instanceof Uint8Array) {
        const message = decodeGateway(data);
        heard.messages.push(message);
        if (message.type === 'data') heard.output += new TextDecoder().decode(message.bytes);
      } else heard.ends.push(data);
    });
    viewer.on('close', () => heard.ends.push('closed'));
    viewer.start();
    viewer.postMessage(JSON.stringify({ v: 1, mode: 'screen', follow: true, scrollback: 100, credit: 1024 * 1024, ...hello }));
    window.postMessage(null, [port2]);
    return heard;
  };
  return { gateway, attach, window };
}

const say = (viewer: Port, text: string) => viewer.postMessage(encodeViewer({ type: 'input', bytes: new TextEncoder().encode(text) }));

test('a viewer that comes over a port shows its ticket, sees the screen, types, and leaves without a trace', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.cat('echo hello');
  const { attach } = await windowOn(terminals);
  const one = attach({ ticket: terminals.ticket(childId) });
  await until('the snapshot came', () => one.messages.some(({ type }) => type === 'snapshot'));
  expect(one.texts).toMatchObject([{ ok: true, terminal: childId, rights: 'write' }]);
  const other = attach({ ticket: terminals.ticket(childId) });
  await until('the other one leads', () => other.messages.some((message) => message.type === 'responder' && message.you));
  say(one.viewer, 'typed\n');
  await until('both see it', () => one.output.includes('typed') && other.output.includes('typed'));
  other.viewer.close();
  await until('the first leads again', () => one.messages.some((message) => message.type === 'responder' && message.you));
});

test('without a good ticket it is told why, as over a WebSocket', async () => {
  const terminals = await Terminals.open();
  const { attach } = await windowOn(terminals);
  const refused = attach({ ticket: 'forged' });
  await until('it was closed', () => refused.ends.length === 2);
  expect(refused.texts).toMatchObject([{ ok: false, error: { code: 'TICKET_INVALID' } }]);
  expect(refused.ends).toEqual([expect.objectContaining({ code: 1008 }), 'closed']);
  expect(refused.messages).toEqual([]);
});

test('its ticket revoked, or the gateway ended, it is told so, and nothing that it says then arrives', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.cat();
  const { attach, gateway } = await windowOn(terminals);
  const revoked = attach({ ticket: terminals.ticket(childId, { via: 'window:1' }) });
  const stays = attach({ ticket: terminals.ticket(childId, { via: 'window:2' }) });
  await until('both are in', () => revoked.texts.length === 1 && stays.texts.length === 1);
  await gateway.revoke({ tickets: { via: 'window:1' }, upTo: terminals.tickets, until: Number.POSITIVE_INFINITY });
  await until('it was closed', () => revoked.ends.length === 2);
  expect(revoked.ends[0]).toMatchObject({ code: 4403 });
  say(revoked.viewer, 'too late\n');
  say(stays.viewer, 'in time\n');
  await until('the other one types on', () => stays.output.includes('in time'));
  expect(stays.output).not.toContain('too late');
  await gateway.close();
  await until('it was closed too', () => stays.ends.length > 0);
  expect(stays.ends[0]).toMatchObject({ code: 1001 });
});
