import { connect } from 'node:net';

/** An engine that runs answers in milliseconds; one that does not is the whole program's to wait for, ms. */
const ANSWERS_WITHIN_MS = 1_000;

/**
 * One call of the contract without input over the engine's socket, in the form that oRPC's clients use. Null when it was refused or
 * when its answer holds values that JSON has no form for. By hand, because Node's own client takes longer to load than a status takes
 * to be asked: HTTP/1.0 has nothing but a head, an empty line and a body that ends with the connection.
 * @throws Error when nobody answers, or not in this form
 */
export async function post(socket: string, token: string, path: string): Promise<unknown> {
  const body = '{"json":{}}';
  const head = [
    `POST ${path} HTTP/1.0`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    `authorization: Bearer ${token}`,
  ].join('\r\n');
  const answer = await exchange(socket, `${head}\r\n\r\n${body}`);
  const end = answer.indexOf('\r\n\r\n');
  if (end === -1 || !/^HTTP\/1\.\d 200 /.test(answer)) return null;
  const { json, meta = [] } = JSON.parse(answer.slice(end + 4)) as { readonly json?: unknown; readonly meta?: readonly unknown[] };
  return meta.length === 0 ? json : null;
}

function exchange(path: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let answer = '';
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWERS_WITHIN_MS, () => socket.destroy(new Error('no answer in time')));
    socket.on('data', (part: string) => {
      answer += part;
    });
    socket.once('error', reject);
    socket.once('end', () => resolve(answer));
    // Not ended: an engine takes a caller that has left for one that wants no answer any more.
    socket.write(request);
  });
}
