import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from './until.ts';

/** A connection whose wish for a WebSocket was refused, because it names another host. Its own end stays open. */
export async function refusedUpgrade(port: number, path: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  // Whoever waits for its end asks whether it is destroyed.
  socket.on('error', () => socket.destroy());
  const ended = once(socket, 'end');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.write(`GET ${path} HTTP/1.1\r\nhost: evil.example\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`);
  await ended;
  if (!answer.startsWith('HTTP/1.1 403 ')) throw new Error(`answered with ${answer}`);
  return socket;
}

/** Resolves when the other end has let go of the connection: what is sent to it then comes back as a reset. */
export async function goneAtTheOtherEnd(socket: Socket): Promise<void> {
  await until('the other end is gone', () => {
    if (!socket.destroyed) socket.write('still here');
    return socket.destroyed;
  });
}
