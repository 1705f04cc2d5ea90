import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { findChild } from '../mirror/children/child-source.ts';
import { HolderPool } from '../mirror/children/holder-pool.ts';
import { Inbox } from './greeting.ts';
import { MirrorLink } from './mirror-link.ts';
import { TerminalGroup } from './terminal-group.ts';
import { TicketVerifier } from './tickets.ts';
import type { Gateway, GatewayConfig } from './types.ts';
import { Viewer } from './viewer.ts';
import { CLOSE, ViewerSocket } from './viewer-socket.ts';

export const TERMINAL_PATH = '/terminal';
/** A window shows some tens of terminals, a person has some windows. */
const MOST_VIEWERS = 1000;
/** A viewer that hears that the gateway ends closes at once; of the second that a gateway's end may take, this much. */
const LEAVE_MS = 400;
/** What viewers said is with the holder in no time; a program that reads nothing is not waited for. */
const INPUT_MS = 300;
const LOOK_MS = 5;
/** A paste is one message. */
const LONGEST_MESSAGE = 64 * 1024 * 1024;

/** Starts a gateway in this process. @throws NodeJS.ErrnoException when no port can be had at all */
export async function startGatewayServer(config: GatewayConfig): Promise<Gateway> {
  const server = new GatewayServer(config);
  await server.listen(config.port);
  return server;
}

class GatewayServer implements Gateway {
  readonly closed: Promise<Error | null>;
  readonly #http: Server;
  readonly #ws: WebSocketServer;
  readonly #dataFolder: string;
  readonly #tickets: TicketVerifier;
  readonly #mirror: MirrorLink;
  readonly #pool: HolderPool;
  readonly #groups = new Map<string, TerminalGroup>();
  readonly #viewers = new Set<Viewer>();
  #origins: ReadonlySet<string>;
  #host = '';
  #setClosed: (reason: Error | null) => void = () => undefined;

  constructor({ dataFolder, ticketKey, mirrorSocket, allowedOrigins }: GatewayConfig) {
    this.#dataFolder = dataFolder;
    this.#tickets = new TicketVerifier(ticketKey);
    this.#mirror = new MirrorLink(mirrorSocket);
    this.#pool = new HolderPool(dataFolder, 'gateway');
    this.#origins = new Set(allowedOrigins);
    this.closed = new Promise((resolve) => {
      this.#setClosed = resolve;
    });
    this.#ws = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE, perMessageDeflate: false });
    this.#http = createServer((_request, response) => response.writeHead(426, { connection: 'close' }).end());
    this.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head));
  }

  get url(): string {
    return `ws://${this.#host}${TERMINAL_PATH}`;
  }

  /** Takes the wanted port, or any free one when that is taken. */
  async listen(port: number): Promise<void> {
    try {
      await this.#listenOn(port);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (port === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
      await this.#listenOn(0);
    }
    this.#host = `127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
    this.#http.on('error', (error) => this.#setClosed(error));
  }

  setMirrorSocket(socket: string): void {
    this.#mirror.setSocket(socket);
  }

  setAllowedOrigins(origins: readonly string[]): void {
    this.#origins = new Set(origins);
  }

  async close(): Promise<void> {
    const gone = new Promise<void>((resolve) => {
      this.#http.close(() => resolve());
    });
    this.#http.closeAllConnections();
    const here = [...this.#viewers];
    for (const viewer of here) viewer.leave();
    await within(LEAVE_MS, () => this.#viewers.size === 0);
    await within(INPUT_MS, () => here.every((viewer) => viewer.pendingInput === 0));
    for (const ws of this.#ws.clients) ws.close(CLOSE.going, 'the gateway ends');
    for (const ws of this.#ws.clients) ws.terminate();
    this.#mirror.close();
    this.#pool.close();
    await gone;
    this.#setClosed(null);
  }

  #listenOn(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refused = this.#refusal(request);
    if (refused !== null) {
      refuse(socket, refused);
      return;
    }
    this.#ws.handleUpgrade(request, socket, head, (ws) => this.#accept(ws, request));
  }

  /** A page of another origin, or a name that was bound to our address, reaches the port but gets nowhere. */
  #refusal({ headers, url }: IncomingMessage): KimiError | null {
    if (headers.host !== this.#host) return new KimiError('FOREIGN_HOST', { host: headers.host ?? '' });
    if (headers.origin !== undefined && !this.#origins.has(headers.origin))
      return new KimiError('FOREIGN_ORIGIN', { origin: headers.origin });
    if (url !== TERMINAL_PATH) return new KimiError('NOT_FOUND', { what: 'path', id: url ?? '' });
    if (this.#ws.clients.size >= MOST_VIEWERS) return new KimiError('TOO_MANY_STREAMS', { limit: MOST_VIEWERS });
    return null;
  }

  #accept(ws: WebSocket, request: IncomingMessage): void {
    const socket = new ViewerSocket(ws);
    // The close event that follows says all there is to do.
    ws.on('error', () => ws.terminate());
    this.#greet(ws, request, socket).catch((error: unknown) => socket.refuse(error));
  }

  async #greet(ws: WebSocket, request: IncomingMessage, socket: ViewerSocket): Promise<void> {
    const inbox = new Inbox(ws, request.socket);
    const hello = await inbox.hello;
    const claims = this.#tickets.redeem(hello.ticket);
    // While its terminal is looked for, what more the viewer says waits in the connection.
    ws.pause();
    const { childId, holderSocket } = claims;
    // Both at once: the mirror nearly always stands where the output ends.
    const [source, glance] = await Promise.all([
      findChild({ dataFolder: this.#dataFolder, pool: this.#pool, childId, holderSocket }),
      hello.mode === 'screen' && hello.from === undefined ? this.#mirror.glance(childId, hello.scrollback) : null,
    ]);
    if (ws.readyState !== ws.OPEN) return;
    const group = this.#group(childId, source);
    const viewer = new Viewer({ ws, socket, hello, claims, source, glance, mirror: this.#mirror, group });
    this.#viewers.add(viewer);
    ws.on('close', () => {
      this.#viewers.delete(viewer);
      viewer.close();
      if (group.empty && this.#groups.get(childId) === group) this.#groups.delete(childId);
    });
    ws.resume();
    const started = viewer.start();
    inbox.deliverTo((message) => viewer.message(message));
    await started;
  }

  #group(childId: string, source: Awaited<ReturnType<typeof findChild>>): TerminalGroup {
    const known = this.#groups.get(childId);
    if (known !== undefined) return known;
    const group = new TerminalGroup({ cols: source.cols, rows: source.rows }, ({ cols, rows }) => {
      source.holder?.resize(childId, cols, rows).catch((error: unknown) => group.resizeFailed(error));
    });
    this.#groups.set(childId, group);
    return group;
  }
}

/** Looks until something holds, for `ms` at the longest. */
async function within(ms: number, holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + ms;
  while (!holds() && performance.now() < giveUpAt) await delay(LOOK_MS);
}

function refuse(socket: Duplex, error: KimiError): void {
  const body = JSON.stringify(error.toData());
  socket.end(
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
