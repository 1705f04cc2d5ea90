import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { inCall } from './call-id.ts';
import type { Child } from './child.ts';
import type { Follower, FollowerOutput } from './follower.ts';
import type { Holder } from './holder.ts';
import {
  decodeJson,
  encodeFrame,
  encodeJson,
  type Frame,
  FrameDecoder,
  FrameError,
  MAX_HELLO_PAYLOAD,
  MAX_PAYLOAD,
} from './protocol/codec.ts';
import { dataFrameHead, decodeInput, decodeOffset, decodeU32, encodeOffset, encodePiece, encodeU32, T } from './protocol/messages.ts';
import { errorData } from './protocol/refusal.ts';
import { CALLS, CallMessage, type CallName, ChildId, HelloMessage, type HolderRole } from './protocol/schemas.ts';
import { negotiate, PROTOCOL_VERSIONS } from './protocol/versions.ts';
import type { HolderInfo, Piece } from './types.ts';

/** Who connects says hello in the same breath. */
const HELLO_WITHIN_MS = 5000;
/** Output waiting in a socket, above which followers turn to the disk until it has gone out. */
const CONGESTED_ABOVE = 4 * 1024 * 1024;

/** Frames below this are joined before they are written: copying them costs less than a list of buffers for the kernel. */
const JOIN_BELOW = 4096;
/** How long the receipt for input may wait for something to travel with; an echo takes a tenth of it. */
const RECEIPT_MS = 1;

/**
 * How long a mirror waits for a little output. It wakes a process that parses; a viewer's echo, which leaves in the same moment, would
 * share two cores with that. As long as the spool gathers (spool/writer.ts), so that one wake-up serves both.
 */
const MIRROR_MS = 5;

const NOTHING = new Uint8Array(0);

/** Calls by role; the engine may do everything. */
const ALLOWED: Readonly<Record<HolderRole, ReadonlySet<string>>> = {
  engine: new Set(['input', ...Object.keys(CALLS)]),
  gateway: new Set(['input', 'list', 'open', 'resize']),
  mirror: new Set(['list', 'open']),
};

/** Calls that stand in the log, for what they change. */
const CHANGES: ReadonlySet<string> = new Set<CallName>(['spawn', 'stop', 'signal', 'forget']);

export interface ConnectionOptions {
  readonly socket: Socket;
  readonly holder: Holder;
  readonly info: Omit<HolderInfo, 'protocol'>;
  readonly key: string;
  readonly log: (message: string) => void;
  readonly onClosed: () => void;
  /** The last call under way was answered. */
  readonly onAnswered: () => void;
}

interface Following {
  readonly child: Child;
  readonly follower: Follower;
}

/** The holder's end of one connection. Whatever is wrong with what comes in, this connection ends and nothing else does. */
export class HolderConnection {
  readonly #o: ConnectionOptions;
  readonly #decoder = new FrameDecoder(MAX_HELLO_PAYLOAD);
  readonly #following = new Map<number, Following>();
  /** Leases whose time is over, by ref, until their owner has heard of it: what it sent before that is not written. */
  readonly #over = new Set<number>();
  /** Input calls that have not had their last piece, and leases: key and child. */
  readonly #inputs = new Map<string, Child>();
  readonly #name: string;
  readonly #helloTimer: NodeJS.Timeout;
  #role: HolderRole | null = null;
  #barred: KimiError | null = null;
  #unlisten: () => void = () => undefined;
  #turn: 'fresh' | 'written' | 'corked' = 'fresh';
  /** Receipts that wait for the next frame. */
  readonly #receipts: Uint8Array[] = [];
  /** Set while small output waits for a moment in which nobody waits for an echo. */
  #heldBack: NodeJS.Timeout | null = null;
  #pending = 0;
  #closed = false;

  constructor(options: ConnectionOptions, name: string) {
    this.#o = options;
    this.#name = name;
    const { socket } = options;
    this.#helloTimer = setTimeout(() => this.#refuse(new KimiError('HOLDER_PROTOCOL', { reason: 'no hello came' })), HELLO_WITHIN_MS);
    socket.on('data', (chunk: Buffer) => {
      try {
        this.#decoder.push(chunk, (frame) => this.#handle(frame));
      } catch (error) {
        this.#refuse(error);
      }
    });
    socket.on('drain', () => {
      for (const { follower } of [...this.#following.values()]) follower.pump();
    });
    // 'close' follows.
    socket.on('error', (error) => options.log(`connection ${name}: ${error.message}`));
    socket.on('close', () => this.#cleanUp());
  }

  /** Whether somebody waits for an answer. */
  get busy(): boolean {
    return this.#pending > 0 && !this.#closed;
  }

  /** It is known who connected: what was sent meanwhile is read. An error is the answer to whatever is said. */
  admit(error: KimiError | null): void {
    this.#barred = error;
    this.#o.socket.resume();
  }

  /** Ends the connection once what was written has gone out. */
  close(): void {
    this.#o.socket.destroySoon();
  }

  #handle(frame: Frame): void {
    if (this.#closed) return;
    if (this.#role === null) this.#greet(frame);
    else if (frame.type === T.call) this.#call(frame.ref, frame.payload);
    else if (frame.type === T.input) this.#input(frame.ref, frame.payload);
    else if (frame.type === T.credit) this.#following.get(frame.ref)?.follower.grant(decodeU32(frame.payload));
    else if (frame.type === T.skip) this.#following.get(frame.ref)?.follower.skipTo(decodeOffset(frame.payload));
    else if (frame.type === T.close) this.#close(frame.ref);
    else throw new FrameError(`unknown frame type ${frame.type}`);
  }

  #greet({ type, payload }: Frame): void {
    // Not before the hello was read: the system throws an answer away with whatever was not.
    if (this.#barred !== null) throw this.#barred;
    if (type !== T.hello) throw new FrameError(`type ${type} before the hello`);
    const hello = HelloMessage.safeParse(decodeJson(payload));
    if (!hello.success) throw new FrameError('the hello is not understood');
    const { key, role, versions } = hello.data;
    if (!sameKey(key, this.#o.key)) throw new KimiError('HOLDER_REFUSED', { reason: 'the key is wrong' });
    const version = negotiate(PROTOCOL_VERSIONS, versions);
    if (version === null) {
      throw new KimiError('HOLDER_PROTOCOL', {
        reason: 'no version in common',
        holder: PROTOCOL_VERSIONS.join('-'),
        client: versions.join('-'),
      });
    }
    clearTimeout(this.#helloTimer);
    this.#role = role;
    this.#decoder.setMaxPayload(MAX_PAYLOAD);
    this.#write(encodeJson(T.welcome, 0, { holder: { ...this.#o.info, protocol: version } }));
    this.#unlisten = this.#o.holder.onEvent((event) => this.#write(encodeJson(T.event, 0, event)));
  }

  #call(ref: number, payload: Buffer): void {
    const call = CallMessage.safeParse(decodeJson(payload));
    if (!call.success) throw new FrameError('a call is not understood');
    const { method, params, call: name } = call.data;
    this.#pending += 1;
    const run = () => this.#run(method, params, ref);
    (name === undefined ? run() : inCall(name, () => this.#told(method, params, run))).then(
      (result) => this.#answered(method === 'open' ? null : encodeJson(T.result, ref, result)),
      (error: unknown) => this.#answered(encodeJson(T.failed, ref, errorData(error))),
    );
  }

  /** Says in the log what somebody asked for that can be asked about later, and how it went. */
  async #told(method: string, params: unknown, run: () => Promise<unknown>): Promise<unknown> {
    const what = `${method} ${childOf(params)}`;
    try {
      const result = await run();
      if (CHANGES.has(method)) this.#o.log(`${what}: done`);
      return result;
    } catch (error) {
      this.#o.log(`${what}: ${errorData(error).code}`);
      throw error;
    }
  }

  #answered(frame: Buffer | null): void {
    if (frame !== null) this.#write(frame);
    this.#pending -= 1;
    if (this.#pending === 0) this.#o.onAnswered();
  }

  async #run(method: string, params: unknown, ref: number): Promise<unknown> {
    const { holder } = this.#o;
    if (!isCall(method)) throw new KimiError('NOT_FOUND', { kind: 'call', ref: method });
    this.#mustBeAllowed(method);
    switch (method) {
      case 'spawn':
        return holder.spawn(parse(CALLS.spawn, params, method));
      case 'list':
        return holder.list();
      case 'stop': {
        const { childId, graceMs, force } = parse(CALLS.stop, params, method);
        return holder.child(childId).stop({ graceMs, force });
      }
      case 'signal': {
        const { childId, signal } = parse(CALLS.signal, params, method);
        return holder.child(childId).signal(signal);
      }
      case 'resize': {
        const { childId, cols, rows } = parse(CALLS.resize, params, method);
        return holder.child(childId).resize(cols, rows);
      }
      case 'forget':
        return holder.forget(parse(CALLS.forget, params, method).childId);
      case 'lease': {
        const { childId, ms } = parse(CALLS.lease, params, method);
        return this.#lease(holder.child(childId), ref, ms);
      }
      case 'open': {
        const { childId, from, credit } = parse(CALLS.open, params, method);
        return this.#follow(holder.child(childId), ref, from, credit);
      }
    }
  }

  #mustBeAllowed(method: string): void {
    if (this.#role === null || !ALLOWED[this.#role].has(method)) throw new KimiError('DENIED', { call: method, role: this.#role });
  }

  #input(ref: number, payload: Buffer): void {
    if (this.#over.has(ref)) return;
    const { childId, last, more, bytes } = decodeInput(payload);
    const key = this.#inputKey(ref);
    const fail = (error: unknown): void => {
      this.#inputs.delete(key);
      this.#write(encodeJson(T.failed, ref, errorData(error)));
    };
    try {
      this.#mustBeAllowed('input');
      const child = this.#o.holder.child(childId);
      if (last) this.#inputs.delete(key);
      else this.#inputs.set(key, child);
      child.input(key, bytes, { last, more }, (error) => {
        if (error !== null) fail(error);
        else if (last) this.#receipt(encodeFrame(T.result, ref, NOTHING));
        else this.#write(encodeU32(T.taken, ref, bytes.length));
      });
    } catch (error) {
      fail(error);
    }
  }

  /** Resolves when the lease's turn has come. */
  #lease(child: Child, ref: number, ms: number): Promise<void> {
    const key = this.#inputKey(ref);
    return new Promise((resolve, reject) => {
      // Who is gone by now will not give it back.
      if (this.#closed) return resolve();
      this.#inputs.set(key, child);
      child.lease(key, ms, {
        granted: (error) => {
          if (error === null) return resolve();
          this.#inputs.delete(key);
          reject(error);
        },
        over: () => {
          if (!this.#inputs.delete(key)) return;
          this.#over.add(ref);
          this.#write(encodeJson(T.failed, ref, errorData(new KimiError('LEASE_OVER', { childId: child.childId, ms }))));
        },
      });
    });
  }

  /** The client wants no more of a stream, or gives a lease back. */
  #close(ref: number): void {
    this.#unfollow(ref);
    this.#over.delete(ref);
    const key = this.#inputKey(ref);
    const child = this.#inputs.get(key);
    this.#inputs.delete(key);
    child?.abandonInput(key);
  }

  #inputKey(ref: number): string {
    return `${this.#name}/${ref}`;
  }

  #follow(child: Child, ref: number, from: number, credit: number): void {
    if (this.#closed) return;
    if (this.#following.has(ref)) throw new KimiError('CONFLICT', { stream: ref });
    const out: FollowerOutput = this.#outputOf(ref);
    this.#following.set(ref, { child, follower: child.follow(out, from, credit) });
  }

  #outputOf(ref: number): FollowerOutput {
    const { socket } = this.#o;
    return {
      get congested() {
        return socket.writableLength > CONGESTED_ABOVE;
      },
      looked: this.#role !== 'mirror',
      piece: (piece) => this.#piece(ref, piece),
      behind: (end) => this.#write(encodeOffset(T.behind, ref, end)),
      failed: (error) => {
        this.#unfollow(ref);
        const data = new KimiError('SPOOL_DAMAGED', { reason: error instanceof Error ? error.message : String(error) });
        this.#write(encodeJson(T.failed, ref, errorData(data)));
      },
    };
  }

  #piece(ref: number, piece: Piece): void {
    if (piece.kind === 'data' && this.#role === 'mirror') this.#holdBack(piece.bytes.length);
    if (piece.kind === 'data') this.#write(dataFrameHead(ref, piece.offset, piece.bytes.length), piece.bytes);
    else this.#write(encodePiece(ref, piece));
  }

  /** Lets viewers go first with an echo; what is no echo goes at once, and takes along what waits. */
  #holdBack(bytes: number): void {
    const { socket } = this.#o;
    if (bytes >= JOIN_BELOW) this.#letGo();
    else if (this.#heldBack === null) {
      socket.cork();
      this.#heldBack = setTimeout(() => this.#letGo(), MIRROR_MS);
    }
  }

  #letGo(): void {
    if (this.#heldBack === null) return;
    clearTimeout(this.#heldBack);
    this.#heldBack = null;
    this.#o.socket.uncork();
  }

  #unfollow(ref: number): void {
    const following = this.#following.get(ref);
    this.#following.delete(ref);
    following?.child.unfollow(following.follower);
  }

  /**
   * The first frame in a turn of the event loop goes out at once, for an echo must not wait; those that follow in the same turn go together at
   * its end, for a flood should not cost a system call for each few thousand bytes.
   */
  #write(...parts: readonly Uint8Array[]): void {
    const { socket } = this.#o;
    if (socket.destroyed || socket.writableEnded) return;
    if (this.#turn === 'written') {
      socket.cork();
      this.#turn = 'corked';
    }
    const all = this.#receipts.length === 0 ? parts : [...this.#receipts.splice(0), ...parts];
    const length = all.reduce((sum, part) => sum + part.length, 0);
    if (length > JOIN_BELOW) {
      socket.cork();
      for (const part of all) socket.write(part);
      socket.uncork();
    } else socket.write(Buffer.concat(all, length));
    if (this.#turn !== 'fresh') return;
    this.#turn = 'written';
    setImmediate(() => {
      if (this.#turn === 'corked') socket.uncork();
      this.#turn = 'fresh';
    });
  }

  /** A frame that nobody waits for at once: it goes with the next one, which for a key press is its echo, or shortly after. */
  #receipt(frame: Uint8Array): void {
    this.#receipts.push(frame);
    if (this.#receipts.length > 1) return;
    setTimeout(() => {
      if (this.#receipts.length > 0) this.#write();
    }, RECEIPT_MS);
  }

  #refuse(error: unknown): void {
    const { socket, log } = this.#o;
    this.#closed = true;
    this.#decoder.stop();
    const data = errorData(error);
    log(`connection ${this.#name} refused: ${data.code} ${JSON.stringify(data.context)}`);
    this.#write(encodeJson(T.refused, 0, data));
    // What is on its way to a client that talks nonsense is of no use any more.
    socket.end(() => socket.destroy());
    this.#cleanUp();
  }

  #cleanUp(): void {
    clearTimeout(this.#helloTimer);
    this.#letGo();
    this.#closed = true;
    this.#unlisten();
    for (const ref of [...this.#following.keys()]) this.#unfollow(ref);
    for (const [key, child] of this.#inputs) child.abandonInput(key);
    this.#inputs.clear();
    this.#o.onClosed();
  }
}

function childOf(params: unknown): string {
  return ChildId.safeParse(typeof params === 'object' && params !== null && 'childId' in params ? params.childId : null).data ?? '-';
}

function isCall(method: string): method is CallName {
  return Object.hasOwn(CALLS, method);
}

function parse<R>(
  schema: {
    safeParse(
      value: unknown,
    ):
      | { success: true; data: R }
      | { success: false; error: Error & { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
  },
  params: unknown,
  method: string,
): R {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new KimiError('INVALID_INPUT', { call: method, field: issue?.path.join('.') ?? '', reason: issue?.message ?? 'invalid' });
}

function sameKey(shown: string, ours: string): boolean {
  const a = Buffer.from(shown);
  const b = Buffer.from(ours);
  return a.length === b.length && timingSafeEqual(a, b);
}
