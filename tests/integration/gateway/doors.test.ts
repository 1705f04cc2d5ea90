import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startGatewayServer } from '#main/gateway/server.ts';
import { steadyNow } from '#main/gateway/steady-clock.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { ORIGIN, Terminals } from './terminals.ts';

async function refusal(connecting: Promise<unknown>): Promise<string> {
  try {
    await connecting;
  } catch (error) {
    return error instanceof KimiError ? error.code : String(error);
  }
  return 'accepted';
}

test('a ticket opens one connection, in its time, if it is ours', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.run('cat');
  const ticket = terminals.ticket(childId);
  (await terminals.connect(childId, { ticket })).close();
  expect(await refusal(terminals.connect(childId, { ticket }))).toBe('TICKET_INVALID');
  expect(await refusal(terminals.connect(childId, { ticket: terminals.ticket(childId, { validUntil: steadyNow() - 1 }) }))).toBe(
    'TICKET_EXPIRED',
  );
  expect(await refusal(terminals.connect(childId, { ticket: `${terminals.ticket(childId)}x` }))).toBe('TICKET_INVALID');
  expect(await refusal(terminals.connect(childId, { ticket: 'nonsense' }))).toBe('TICKET_INVALID');
});

test('a ticket for a child that nobody knows', async () => {
  const terminals = await Terminals.open();
  expect(await refusal(terminals.connect('trm_none'))).toBe('NOT_FOUND');
});

test('pages of other origins are turned away, also with a good ticket; the own page is let in until it is no more', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.run('cat');
  expect(await refusal(terminals.connect(childId, { origin: 'http://evil.example' }))).toBe('FOREIGN_ORIGIN');
  expect(await refusal(terminals.connect(childId, { origin: `${ORIGIN}0` }))).toBe('FOREIGN_ORIGIN');
  expect(await refusal(terminals.connect(childId, { origin: 'null' }))).toBe('FOREIGN_ORIGIN');
  expect(await refusal(terminals.connect(childId, { origin: ORIGIN }))).toBe('accepted');
  terminals.gateway.setAllowedOrigins(['http://127.0.0.1:5000']);
  expect(await refusal(terminals.connect(childId, { origin: ORIGIN }))).toBe('FOREIGN_ORIGIN');
});

test.each([
  ['another name for this machine', 'evil.example'],
  ['the same name with another port', '127.0.0.1:1'],
])('a Host header with %s is turned away', async (_name, host) => {
  const terminals = await Terminals.open();
  const { port } = new URL(terminals.gateway.url);
  const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const headers = {
      host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    request({ port, host: '127.0.0.1', path: '/terminal', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'FOREIGN_HOST' });
});

test.each([
  ['no JSON', 'hello'],
  ['another version', JSON.stringify({ v: 99, ticket: 'x', mode: 'screen', credit: 2000 })],
  ['too little credit', JSON.stringify({ v: 1, ticket: 'x', mode: 'screen', credit: 1 })],
  ['bytes', Buffer.from('{}')],
])('a hello that is %s is refused with a reason', async (_name, hello) => {
  const terminals = await Terminals.open();
  const ws = new WebSocket(terminals.gateway.url);
  await once(ws, 'open');
  ws.send(hello);
  const [answer] = await once(ws, 'message');
  expect(JSON.parse(String(answer))).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
  const [code] = await once(ws, 'close');
  expect(code).toBe(1008);
});

test('a hello that is too long ends before it is read whole', async () => {
  const terminals = await Terminals.open();
  const ws = new WebSocket(terminals.gateway.url);
  await once(ws, 'open');
  ws.send('x'.repeat(10 * 1024 * 1024));
  const [answer] = await once(ws, 'message');
  expect(JSON.parse(String(answer))).toMatchObject({ ok: false, error: { code: 'BODY_TOO_LARGE' } });
  ws.terminate();
});

test('the right to read is not the right to write', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.cat();
  const errors: string[] = [];
  const reader = await terminals.attach(childId, {
    ticket: terminals.ticket(childId, { rights: 'read' }),
    onMessage: (message) => void (message.type === 'error' && errors.push((JSON.parse(message.json) as { code: string }).code)),
  });
  reader.type('not allowed\n');
  reader.viewer?.resize(10, 10);
  await reader.shows(() => errors.length === 2);
  expect(errors).toEqual(['DENIED', 'DENIED']);
  const writer = await terminals.attach(childId);
  writer.type('allowed\n');
  await Promise.all([reader.shows('allowed'), writer.shows('allowed')]);
  expect(reader.text).toBe('allowed');
  expect(reader.size).toBe('80x24');
});

test('a message that is not of the protocol ends that connection and no other', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.cat();
  const good = await terminals.attach(childId);
  const ws = new WebSocket(terminals.gateway.url);
  await once(ws, 'open');
  ws.send(JSON.stringify({ v: 1, ticket: terminals.ticket(childId), mode: 'screen', credit: 100_000 }));
  await once(ws, 'message');
  ws.send(Buffer.from([0x7f, 1, 2, 3]));
  const [code] = await once(ws, 'close');
  expect(code).toBe(1008);
  good.type('still here\n');
  await good.shows('still here');
});

test('a wanted port that is taken is replaced by a free one', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const config = { dataFolder: '/nonexistent', ticketKey: '00', mirrorSocket: '', allowedOrigins: [] };
  const gateway = await startGatewayServer({ ...config, port });
  expect(gateway.url).not.toContain(`:${port}/`);
  await gateway.close();
  taken.close();
  await once(taken, 'close');
  const again = await startGatewayServer({ ...config, port });
  expect(again.url).toBe(`ws://127.0.0.1:${port}/terminal`);
  await again.close();
  expect(await again.closed).toBeNull();
});

test('a peer that speaks no HTTP does not disturb the others', async () => {
  const terminals = await Terminals.open();
  const childId = await terminals.run('cat');
  const socket: Socket = connect(Number(new URL(terminals.gateway.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => socket.destroy()).resume();
  socket.write(Buffer.from([0, 1, 2, 3, 255, 254, 13, 10, 13, 10]));
  await once(socket, 'close');
  expect(await refusal(terminals.connect(childId))).toBe('accepted');
});
