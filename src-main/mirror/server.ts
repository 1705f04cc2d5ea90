import { createServer, type Server, type Socket } from 'node:net';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { inCall } from '../holder/call-id.ts';
import { isServed, type Peers } from '../holder/peers/peers.ts';
import { decodeJson, encodeJson, type Frame, FrameDecoder } from '../holder/protocol/codec.ts';
import { SocketFile } from '../holder/socket-file.ts';
import type { ChildSource } from './children/child-source.ts';
import { FollowedChild } from './followed-child.ts';
import { encodeSnapshot, ForCall, FRAME, MAX_MIRROR_CALL, MirrorCall, type MirrorEvent } from './protocol.ts';

/** How long a child that was only asked about, not followed, stays ready for the next question. */
const KEEP_UNFOLLOWED_MS = 30_000;
/**
 * What may wait for one reader, besides one answer of any size. An engine that is stopped for ten seconds beside a flood comes to a third of
 * it; one that is let go comes again when it runs, and asks where every screen stands.
 */
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

export interface MirrorServerOptions {
  readonly socket: string;
  /** Finds a child's output. @throws KimiError NOT_FOUND */
  readonly locate: (childId: string) => Promise<ChildSource>;
  readonly peers: Pick<Peers, 'originOf'>;
  /** Takes note of what could not be answered, for the log. */
  readonly log?: MirrorLog;
}

export interface MirrorServer {
  close(): Promise<void>;
}

/** Listens for readers on `socket`. @throws NodeJS.ErrnoException when it cannot */
export async function startMirrorServer(options: MirrorServerOptions): Promise<MirrorServer> {
  const mirror = new Mirror(options);
  await mirror.listen();
  return mirror;
}

/** Says something in the log of whoever started this mirror. */
export type MirrorLog = (message: string, fields: Readonly<Record<string, unknown>>) => void;

interface Entry {
  readonly child: FollowedChild;
  /** Somebody told us to follow; otherwise it leaves after a while. */
  followed: boolean;
  leave: NodeJS.Timeout | null;
}

class Mirror implements MirrorServer {
  readonly #locate: MirrorServerOptions['locate'];
  readonly #peers: MirrorServerOptions['peers'];
  readonly #log: MirrorLog;
  readonly #children = new Map<string, Entry>();
  readonly #sockets = new Set<Socket>();
  readonly #subscribers = new Set<Socket>();
  readonly #server: Server;
  readonly #file: SocketFile;

  constructor({ socket: path, locate, peers, log = () => undefined }: MirrorServerOptions) {
    this.#log = log;
    this.#locate = locate;
    this.#peers = peers;
    // Nothing is read before it is known who it is.
    this.#server = createServer({ pauseOnConnect: true }, (socket) => this.#accept(socket));
    this.#file = new SocketFile({ server: this.#server, path, log: (message) => log(message, {}) });
  }

  listen(): Promise<void> {
    return this.#file.listen();
  }

  async close(): Promise<void> {
    for (const childId of [...this.#children.keys()]) this.#drop(childId);
    for (const socket of this.#sockets) socket.destroy();
    await this.#file.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    const decoder = new FrameDecoder(MAX_MIRROR_CALL);
    socket.on('data', (chunk: Buffer) => {
      try {
        decoder.push(chunk, (frame) => this.#frame(socket, frame));
      } catch {
        // Not of our protocol: this connection ends, the others do not notice.
        decoder.stop();
        socket.destroy();
      }
    });
    // The close event that follows says all there is to do.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#subscribers.delete(socket);
    });
    // What is on a screen is not for the programs inside other sessions.
    this.#peers.originOf(socket).then(
      (origin) => (isServed(origin) ? socket.resume() : socket.destroy()),
      () => socket.destroy(),
    );
  }

  #frame(socket: Socket, { type, ref, payload }: Frame): void {
    if (type !== FRAME.call) throw new TypeError(`unexpected frame type ${type}`);
    const said = decodeJson(payload);
    const call = MirrorCall.parse(said);
    const { call: name } = ForCall.parse(said);
    if (call.method === 'subscribe') {
      this.#subscribers.add(socket);
      return;
    }
    const answer = () => this.#answer(call, ref);
    (name === undefined ? answer() : inCall(name, answer)).then(
      (bytes) => this.#send(socket, bytes),
      (thrown: unknown) => {
        const error = KimiError.from(thrown);
        const childId = 'childId' in call ? call.childId : undefined;
        this.#log('a question could not be answered', { method: call.method, childId, code: error.code, call: name });
        this.#send(socket, encodeJson(FRAME.failed, ref, error.toData()));
      },
    );
  }

  #send(socket: Socket, bytes: Buffer): void {
    if (socket.destroyed) return;
    const { writableLength: unread } = socket;
    if (unread <= MOST_UNREAD_BYTES) socket.write(bytes);
    else {
      this.#log('a reader takes nothing, and is let go', { unread });
      socket.destroy();
    }
  }

  async #answer(call: Exclude<MirrorCall, { method: 'subscribe' }>, ref: number): Promise<Buffer> {
    switch (call.method) {
      case 'follow': {
        const entry = this.#entry(call.childId);
        entry.followed = true;
        this.#leaveLater(call.childId, entry);
        await entry.child.ready;
        return encodeJson(FRAME.result, ref, undefined);
      }
      case 'unfollow':
        this.#drop(call.childId);
        return encodeJson(FRAME.result, ref, undefined);
      case 'snapshot':
        return encodeSnapshot(ref, await this.#entry(call.childId).child.snapshot(call.scrollback, call.atLeast));
      case 'screen':
        return encodeJson(FRAME.result, ref, await this.#entry(call.childId).child.text(call.atLeast));
      case 'positions':
        return encodeJson(FRAME.result, ref, Object.fromEntries([...this.#children].map(([id, { child }]) => [id, child.position])));
    }
  }

  /** The followed child; one that is not followed yet is opened for this question and kept for a while. */
  #entry(childId: string): Entry {
    let entry = this.#children.get(childId);
    if (entry === undefined) {
      const child = new FollowedChild({
        childId,
        locate: this.#locate,
        onSignal: (signal) => this.#tell({ event: 'signal', signal }),
        onSettled: (id, offset) => this.#tell({ event: 'settled', childId: id, offset }),
        onLost: () => this.#drop(childId),
      });
      entry = { child, followed: false, leave: null };
      this.#children.set(childId, entry);
      const opened = entry;
      child.ready.catch(() => {
        // Whoever asked is told by its own call; a later question looks for the child anew.
        if (this.#children.get(childId) === opened) this.#drop(childId);
      });
    }
    this.#leaveLater(childId, entry);
    return entry;
  }

  #leaveLater(childId: string, entry: Entry): void {
    if (entry.leave !== null) clearTimeout(entry.leave);
    entry.leave = null;
    // Who is followed and lives stays, and needs no timer for that; one that has ended stays for the questions about its end.
    if (entry.followed && !entry.child.ended) return;
    entry.leave = setTimeout(() => this.#drop(childId), KEEP_UNFOLLOWED_MS);
  }

  #drop(childId: string): void {
    const entry = this.#children.get(childId);
    if (entry === undefined) return;
    this.#children.delete(childId);
    if (entry.leave !== null) clearTimeout(entry.leave);
    entry.child.close();
  }

  #tell(event: MirrorEvent): void {
    if (this.#subscribers.size === 0) return;
    const bytes = encodeJson(FRAME.event, 0, event);
    for (const socket of this.#subscribers) this.#send(socket, bytes);
  }
}
