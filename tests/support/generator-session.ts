import { resolve } from 'node:path';
import { connectViewer, type ViewerClient } from '../../src-main/gateway/client.ts';
import type { HeadlessApp } from './headless-app.ts';
import { OUTPUT_GENERATOR, type OutputVerifier } from './output-verifier.ts';
import { asOwner } from './owner-client.ts';

const NODE = resolve(import.meta.dirname, '../../node_modules/node/bin/node');
/** Far more than any run takes; the session is stopped at its end. */
const ENDLESS = 1e15;

/** Starts a session whose program prints verifiable output at `rate` bytes per second. Resolves with the session's id. */
export async function startGenerator(app: HeadlessApp, rate: number, name = 'generator'): Promise<string> {
  const command = `exec '${NODE}' '${OUTPUT_GENERATOR}' --bytes ${ENDLESS} --rate ${rate}`;
  const session = await asOwner(app.dataFolder, (client) =>
    client.session.create({ name, agent: 'shell', cwd: app.dataFolder, args: ['-c', command] }),
  );
  return session.id;
}

/** Reads on from where the verifier stands, as `kimi-shell session tail --follow` does. */
export async function readOn(app: HeadlessApp, session: string, verifier: OutputVerifier, onExit = endedTooSoon): Promise<ViewerClient> {
  const from = verifier.result.end;
  const { url, ticket } = await asOwner(app.dataFolder, (client) => client.terminal.tail({ session, from, follow: true }));
  return connectViewer({
    url,
    ticket,
    mode: 'bytes',
    from,
    onMessage: (message) => {
      if (message.type === 'data') verifier.data(message.offset, message.bytes);
      else if (message.type === 'gap') verifier.gap(message.from, message.to);
      else if (message.type === 'exit') onExit(message);
    },
  });
}

function endedTooSoon(exit: object): void {
  throw new Error(`the generator ended: ${JSON.stringify(exit)}`);
}
