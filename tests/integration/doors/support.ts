import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { os } from '@orpc/server';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createLocalDoor } from '#main/doors/local/local-door.ts';
import { OpenCalls } from '#main/doors/open-calls.ts';
import { openPageDoor } from '#main/doors/page/page-door.ts';
import { createPageServer } from '#main/doors/page/page-server.ts';
import { loadStaticFiles } from '#main/doors/page/static-files.ts';
import { createAccess } from '#main/engine/access/index.ts';
import { createBus, createEventStreams, EventLog } from '#main/engine/bus/index.ts';
import { CallerLimits } from '#main/engine/limits/index.ts';
import type { Store } from '#main/engine/store/index.ts';
import type { CallContext, Logger } from '#main/engine/types.ts';
import { UnreadWatch } from '#main/gateway/unread-watch.ts';
import { Peers } from '#main/holder/peers/peers.ts';
import { asWireError } from '#main/rpc/errors.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { openStoreIn } from '../../support/store.ts';
import { recordingLogger } from '../../unit/engine/access/support.ts';

export const SESSION = 'ses_01J0000000000000000000000A';
export const GATEWAY = 'ws://127.0.0.1:4711';

/** A small contract behind the real doors: who calls, an echo, answers of any size, and the real event streams. */
function smallRouter(store: Store, logger: Logger, limits: CallerLimits) {
  const log = new EventLog({ store, now: Date.now });
  const bus = createBus(log, logger);
  const streams = createEventStreams({ bus, log, snapshot: async () => ({ sessions: [] }), limits, logger, now: Date.now });
  const base = os.$context<CallContext>();
  return {
    streams,
    bus,
    router: {
      system: {
        whoami: base.handler(({ context }) => context.caller),
        echo: base.input(z.object({ text: z.string() })).handler(({ input }) => ({ length: input.text.length })),
        refuse: base.handler(() => {
          throw asWireError(new KimiError('DENIED'));
        }),
        /** An answer of so many bytes. */
        large: base.input(z.object({ bytes: z.number() })).handler(({ input }) => 'x'.repeat(input.bytes)),
        events: base.input(z.object({ after: z.exactOptional(z.number()) }).optional()).handler(({ input, context, signal }) => {
          try {
            return streams.open({ ...context, ...input, ...(signal && { signal }) });
          } catch (thrown) {
            throw asWireError(KimiError.from(thrown));
          }
        }),
      },
    },
  };
}

/** Both doors as the host opens them, over a built page of three files. */
export async function openDoors(options: {
  readonly firstMessageMs?: number;
  readonly rendererFolder: string;
  readonly unread?: ConstructorParameters<typeof UnreadWatch>[0];
  readonly limits?: CallerLimits;
}) {
  const folder = await mkdtemp(join(tmpdir(), 'kimi-doors-'));
  const clock = { now: Date.now() };
  const logger = recordingLogger();
  const store = await openStoreIn(folder, { logger, now: () => clock.now });
  const access = await createAccess({
    dataFolder: folder,
    store,
    logger,
    now: () => clock.now,
    steady: () => clock.now,
    sessionExists: (id) => id === SESSION,
    sessionOfChild: async () => null,
  });
  const limits = options.limits ?? new CallerLimits();
  const unread = new UnreadWatch(options.unread);
  const { router, streams, bus } = smallRouter(store, logger, limits);
  const passage = () => ({ router, calls: new OpenCalls(), limits });

  let port = 0;
  let traded = 0;
  const page = createPageServer({
    files: await loadStaticFiles(options.rendererFolder),
    access,
    port: () => port,
    sockets: () => [GATEWAY],
    onTraded: () => {
      traded += 1;
    },
    logger,
  });
  const door = openPageDoor({
    server: page,
    passage: passage(),
    unread,
    access,
    port: () => port,
    logger,
    firstMessageMs: options.firstMessageMs ?? 5000,
  });
  await new Promise<void>((resolve) => page.listen({ host: '127.0.0.1', port: 0 }, resolve));
  port = (page.address() as AddressInfo).port;

  const socket = join(folder, 'engine.sock');
  const local = createLocalDoor({ passage: passage(), unread, access, peers: new Peers(folder), logger });
  await new Promise<void>((resolve) => local.listen(socket, resolve));

  return {
    folder,
    port,
    origin: `http://127.0.0.1:${port}`,
    socket,
    access,
    clock,
    bus,
    logger,
    traded: () => traded,
    door,
    async close() {
      streams.closeAll();
      door.close();
      unread.close();
      page.closeAllConnections();
      local.closeAllConnections();
      await Promise.all([page, local].map((server) => new Promise((resolve) => server.close(resolve))));
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Doors = Awaited<ReturnType<typeof openDoors>>;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  json(): unknown;
}

/** One HTTP request, exactly as given: nothing is added, normalized or followed. */
export function http(
  target: { readonly port: number } | { readonly socketPath: string },
  options: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string | Buffer;
    readonly chunked?: boolean;
  } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        ...('port' in target ? { host: '127.0.0.1', port: target.port } : target),
        method: options.method ?? 'GET',
        path: options.path ?? '/',
        headers: options.headers ?? {},
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, json: () => JSON.parse(body.toString()) });
        });
      },
    );
    call.on('error', reject);
    if (options.chunked) call.setHeader('transfer-encoding', 'chunked');
    call.end(options.body);
  });
}

/** Trades a fresh code like the page does. */
export async function trade(doors: Doors, code: string, headers: Record<string, string> = {}): Promise<Answer> {
  return http(doors, {
    method: 'POST',
    path: '/api/trade',
    headers: { origin: doors.origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ code }),
  });
}

/** A secret as a page gets it. */
export async function secretOf(doors: Doors): Promise<string> {
  const answer = await trade(doors, doors.access.issueLinkCode());
  return (answer.json() as { secret: string }).secret;
}

/** A WebSocket to the page's door, and how it ended. */
export function dial(doors: Doors, headers: Record<string, string> = { origin: doors.origin }, path = '/rpc') {
  const socket = new WebSocket(`ws://127.0.0.1:${doors.port}${path}`, { headers });
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  /** The HTTP answer that refused the upgrade. */
  const refused = new Promise<{ status: number; code: unknown }>((resolve) => {
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, code: (JSON.parse(text) as { code: unknown }).code });
        socket.terminate();
      });
    });
  });
  opened.catch((error: unknown) => error);
  socket.on('error', () => undefined);
  return { socket, opened, closed, refused };
}
