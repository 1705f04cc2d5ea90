import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { CallId } from '#shared/call-id.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import { VIEWER_CLOSE } from '#shared/terminal/viewer-close.ts';
import type { ViewerHello } from '#shared/terminal/viewer-protocol.ts';
import { inCall } from '../holder/call-id.ts';
import type { HolderClient } from '../holder/types.ts';
import { type ChildSource, findChild } from '../mirror/children/child-source.ts';
import { HolderPool } from '../mirror/children/holder-pool.ts';
import { ENDING } from './ending.ts';
import { Inbox } from './greeting.ts';
import { haveLeft } from './have-left.ts';
import { MirrorLink } from './mirror-link.ts';
import { type Port, PortChannel } from './port-channel.ts';
import { SocketChannel } from './socket-channel.ts';
import { TerminalGroup } from './terminal-group.ts';
import { isRevoked, TicketVerifier } from './tickets.ts';
import type { Gateway, GatewayConfig, GatewayLog, Revocation, TicketClaims } from './types.ts';
import { UnreadWatch } from './unread-watch.ts';
import { Viewer } from './viewer.ts';
import type { ViewerChannel } from './viewer-channel.ts';
import { ViewerSocket } from './viewer-socket.ts';

export const TERMINAL_PATH = '/terminal';
/** A window shows some tens of terminals, a person has some windows. */
const MOST_VIEWERS = 1000;
/** What one page or one token may take of them: a person has several, and none of them is to lock the others out. */
const VIEWERS_EACH = 500;
/** A paste is one message. */
const LONGEST_MESSAGE = 64 * 1024 * 1024;

/** A gateway that runs in this process. */
export interface LocalGateway extends Gateway {
  /** Lets a desktop window in: each message on its port brings the port of a viewer. */
  connectWindow(port: Port): void;
}

/** Starts a gateway in this process. @param log takes what it says about itself @throws NodeJS.ErrnoException when no port can be had at all */
export async function startGatewayServer(config: GatewayConfig, log: GatewayLog = () => undefined): Promise<LocalGateway> {
  const server = new GatewayServer(config, log);
  await server.listen(config.port);
  return server;
}

/** A connection that was opened with a ticket. */
interface Guest {
  readonly claims: TicketClaims;
  readonly socket: ViewerSocket;
  /** Null while its terminal is looked for. */
  viewer: Viewer | null;
}

/** The viewers of one terminal. */
interface Together {
  readonly group: TerminalGroup;
  /** As the viewer that came last found it: a connection that is made again is another one. */
  holder: HolderClient | null;
}

class GatewayServer implements LocalGateway {
  readonly closed: Promise<Error | null>;
  readonly #http: Server;
  readonly #ws: WebSocketServer;
  readonly #dataFolder: string;
  readonly #tickets: TicketVerifier;
  readonly #mirror: MirrorLink;
  readonly #pool: HolderPool;
  readonly #groups = new Map<string, Together>();
  readonly #guests = new Set<Guest>();
  /** Every viewer's connection, also those that have not shown a ticket yet. */
  readonly #channels = new Set<ViewerChannel>();
  readonly #windows = new Set<Port>();
  readonly #log: GatewayLog;
  readonly #unread: UnreadWatch;
  readonly #viewersEach: number;
  #origins: ReadonlySet<string>;
  #host = '';
  #setClosed: (reason: Error | null) => void = () => undefined;

  constructor(
    { dataFolder, ticketKey, mirrorSocket, allowedOrigins, unreadMs, viewersEach = VIEWERS_EACH }: GatewayConfig,
    log: GatewayLog,
  ) {
    this.#log = log;
    this.#unread = new UnreadWatch(unreadMs === undefined ? {} : { ms: unreadMs, everyMs: unreadMs / 2 });
    this.#viewersEach = viewersEach;
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

  connectWindow(port: Port): void {
    this.#windows.add(port);
    port.on('close', () => this.#windows.delete(port));
    port.on('message', ({ ports }) => {
      for (const viewer of ports) {
        const channel = new PortChannel(viewer);
        if (this.#channels.size < MOST_VIEWERS) this.#accept(channel);
        else channel.close(VIEWER_CLOSE.refused, 'too many viewers');
      }
    });
    port.start();
  }

  async revoke(revocation: Revocation): Promise<void> {
    this.#tickets.revoke(revocation);
    for (const { claims, socket, viewer } of [...this.#guests]) {
      if (!isRevoked(claims, revocation)) continue;
      viewer?.close();
      socket.revoke();
    }
  }

  async close(): Promise<void> {
    const gone = new Promise<void>((resolve) => {
      this.#http.close(() => resolve());
    });
    this.#http.closeAllConnections();
    const viewers = [...this.#guests].flatMap(({ viewer }) => viewer ?? []);
    for (const viewer of viewers) viewer.leave();
    await haveLeft(viewers, ENDING);
    await settlesWithin(Promise.all(viewers.map((viewer) => viewer.inputTaken())), ENDING.inputMs);
    await settlesWithin(Promise.all(viewers.map((viewer) => viewer.inputPassedOn())), ENDING.passOnMs);
    const channels = [...this.#channels];
    for (const channel of channels) channel.close(VIEWER_CLOSE.going, 'the gateway ends');
    for (const channel of channels) channel.terminate();
    for (const port of this.#windows) port.close();
    this.#unread.close();
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
    this.#ws.handleUpgrade(request, socket, head, (ws) => this.#accept(new SocketChannel(ws, request.socket)));
  }

  /** A page of another origin, or a name that was bound to our address, reaches the port but gets nowhere. */
  #refusal({ headers, url }: IncomingMessage): KimiError | null {
    if (headers.host !== this.#host) return new KimiError('FOREIGN_HOST', { host: headers.host ?? '' });
    if (headers.origin !== undefined && !this.#origins.has(headers.origin))
      return new KimiError('FOREIGN_ORIGIN', { origin: headers.origin });
    if (url !== TERMINAL_PATH) return new KimiError('NOT_FOUND', { what: 'path', id: url ?? '' });
    if (this.#channels.size >= MOST_VIEWERS) return new KimiError('TOO_MANY_STREAMS', { limit: MOST_VIEWERS });
    return null;
  }

  #accept(channel: ViewerChannel): void {
    let call: CallId | undefined;
    const socket = new ViewerSocket(channel, this.#unread, (waiting) => {
      this.#log('warn', 'a viewer was closed: nobody reads it', { waiting, call });
    });
    this.#channels.add(channel);
    channel.onClose(() => this.#channels.delete(channel));
    const greet = async (): Promise<void> => {
      const inbox = new Inbox(channel);
      const hello = await inbox.hello;
      const claims = this.#tickets.redeem(hello.ticket);
      ({ call } = claims);
      const attach = () => this.#attach(channel, socket, inbox, hello, claims);
      await (call === undefined ? attach() : inCall(call, attach));
    };
    greet().catch((thrown: unknown) => {
      const error = KimiError.from(thrown).asAnswerTo(call);
      this.#log('info', 'a viewer was refused', { code: error.code, call });
      socket.refuse(error);
    });
  }

  async #attach(channel: ViewerChannel, socket: ViewerSocket, inbox: Inbox, hello: ViewerHello, claims: TicketClaims): Promise<void> {
    const ofThisCaller = [...this.#guests].filter((other) => other.claims.via === claims.via).length;
    if (ofThisCaller >= this.#viewersEach) throw new KimiError('TOO_MANY_STREAMS', { limit: this.#viewersEach });
    const guest: Guest = { claims, socket, viewer: null };
    this.#guests.add(guest);
    channel.onClose(() => this.#guests.delete(guest));
    // While its terminal is looked for, what more the viewer says waits in the connection.
    channel.pause();
    const { childId, holderSocket, rights, call } = claims;
    // Both at once: the mirror nearly always stands where the output ends.
    const [source, glance] = await Promise.all([
      findChild({ dataFolder: this.#dataFolder, pool: this.#pool, childId, holderSocket }),
      hello.mode === 'screen' && hello.from === undefined ? this.#mirror.glance(childId, hello.scrollback) : null,
    ]);
    if (!channel.open) return;
    this.#log('info', 'a viewer attached', { childId, rights, mode: hello.mode, call });
    const group = this.#group(childId, source);
    const viewer = new Viewer({ channel, socket, hello, claims, source, glance, mirror: this.#mirror, group });
    guest.viewer = viewer;
    channel.onClose(() => {
      viewer.close();
      if (group.empty && this.#groups.get(childId)?.group === group) this.#groups.delete(childId);
    });
    channel.resume();
    const started = viewer.start();
    inbox.deliverTo((message) => viewer.message(message));
    await started;
  }

  #group(childId: string, { cols, rows, holder }: ChildSource): TerminalGroup {
    const known = this.#groups.get(childId);
    if (known !== undefined) {
      known.holder = holder;
      return known.group;
    }
    const group = new TerminalGroup({ cols, rows }, (size) => {
      together.holder?.resize(childId, size.cols, size.rows).catch((error: unknown) => group.resizeFailed(error));
    });
    const together: Together = { group, holder };
    this.#groups.set(childId, together);
    return group;
  }
}

function refuse(socket: Duplex, error: KimiError): void {
  const body = JSON.stringify(error.toData());
  // Nobody else listens to it any more: a reset would end the gateway, and one that keeps its end open would stay for good.
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
