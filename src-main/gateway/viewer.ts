import { KimiError } from '#shared/errors/kimi-error.ts';
import { VIEWER_CLOSE } from '#shared/terminal/viewer-close.ts';
import { decodeViewer, type ViewerHello, type ViewerMessage } from '#shared/terminal/viewer-protocol.ts';
import type { ChildSource } from '../mirror/children/child-source.ts';
import type { Snapshot } from '../mirror/types.ts';
import type { MirrorLink } from './mirror-link.ts';
import { Output } from './output.ts';
import type { GroupMember, TerminalGroup } from './terminal-group.ts';
import type { TicketClaims } from './types.ts';
import type { ViewerChannel } from './viewer-channel.ts';
import type { ViewerSocket } from './viewer-socket.ts';

/** Input on its way to the child; above the first figure the viewer's connection is not read, until it falls below the second. */
const INPUT_HIGH = 4 * 1024 * 1024;
const INPUT_LOW = 1024 * 1024;

/** A viewer that comes back with a picture of its own goes on there; from further back a new picture is sooner there than the bytes. */
const RESUME_BEHIND = 1024 * 1024;

/** As much as arrives in one piece: a snapshot from further back would be seen to catch up. */
const GLANCE_BEHIND = 64 * 1024;

export interface ViewerParts {
  readonly channel: ViewerChannel;
  readonly socket: ViewerSocket;
  readonly hello: ViewerHello;
  readonly claims: TicketClaims;
  readonly source: ChildSource;
  /** The screen as the mirror had it when the viewer came; null when it could not be had. */
  readonly glance: Snapshot | null;
  readonly mirror: MirrorLink;
  readonly group: TerminalGroup;
}

/** One viewer after its ticket was taken: what it says goes to the child, what the child says goes to it. */
export class Viewer implements GroupMember {
  readonly rights: 'read' | 'write';
  /** Resolves when the connection is gone, or no longer served. */
  readonly left: Promise<void>;
  readonly #p: ViewerParts;
  #output: Output | null = null;
  /** Credit that came before the output was open. */
  #earlyCredit = 0;
  #pendingInput = 0;
  #onInputTaken: () => void = () => undefined;
  #leaving = false;
  #closed = false;
  #setLeft: () => void = () => undefined;

  constructor(parts: ViewerParts) {
    this.#p = parts;
    this.rights = parts.claims.rights;
    this.left = new Promise((resolve) => {
      this.#setLeft = resolve;
    });
  }

  /** Greets the viewer, joins it to the terminal's other viewers and starts the output. */
  async start(): Promise<void> {
    const { hello, claims, source, socket, group } = this.#p;
    const { firstAvailable, end } = source;
    if (hello.mode === 'bytes' && hello.from !== undefined && hello.from > end) {
      throw new KimiError('INVALID_INPUT', { field: 'from', value: hello.from, reason: 'the recording ends before it', end });
    }
    socket.hello({ ok: true, terminal: claims.childId, rights: claims.rights, firstAvailable, end });
    // Resizing first lets the program redraw while the snapshot is made; the stream says where the change took effect.
    if (hello.mode === 'screen' && source.holder !== null) group.join(this, hello.size ?? null, hello.led ?? true);
    if (hello.mode === 'screen') await this.#startScreen();
    else this.#startBytes();
  }

  /** A message after the hello. */
  message(bytes: Uint8Array): void {
    // What a viewer whose ticket was revoked has under way is not taken.
    if (this.#closed) return;
    let message: ViewerMessage;
    try {
      message = decodeViewer(bytes);
    } catch (error) {
      this.#p.socket.error(new KimiError('INVALID_INPUT', { reason: error instanceof Error ? error.message : String(error) }));
      this.#p.socket.close(VIEWER_CLOSE.refused, 'not of the protocol');
      return;
    }
    switch (message.type) {
      case 'credit':
        if (this.#output === null) this.#earlyCredit += message.bytes;
        else this.#output.grant(message.bytes);
        return;
      case 'input':
        this.#input(message.bytes);
        return;
      case 'resize':
        if (this.#mayWrite('resize')) this.#p.group.resize(this, { cols: Math.max(1, message.cols), rows: Math.max(1, message.rows) });
        return;
      case 'focus':
        this.#p.group.focus(this);
        return;
    }
  }

  setResponder(you: boolean): void {
    this.#p.socket.send({ type: 'responder', you });
  }

  failed(error: unknown): void {
    this.#p.socket.error(error);
  }

  /** Hears how many bytes come from it until the result is called. */
  onBytes(listener: (bytes: number) => void): () => void {
    return this.#p.channel.onBytes(listener);
  }

  /** Resolves when the child has taken all that was said so far, or never will. */
  inputTaken(): Promise<void> {
    if (this.#pendingInput === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onInputTaken = resolve;
    });
  }

  /** Resolves when the holder can have all that was said so far, whether or not this process stays, or never will. */
  async inputPassedOn(): Promise<void> {
    await this.#p.source.holder?.said();
  }

  /** The gateway ends: the viewer is asked to say no more and to close, after which nothing of its input can be lost or come twice. */
  leave(): void {
    this.#leaving = true;
    this.#p.socket.error(new KimiError('ENGINE_ENDING'));
    // What it said before is read also where the program reads nothing: the holder, which stays, keeps it for the program.
    this.#p.channel.resume();
  }

  /** The connection is gone, or no longer served. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#p.group.leave(this);
    this.#output?.close();
    this.#setLeft();
  }

  async #startScreen(): Promise<void> {
    const { hello, claims, source, glance, socket, mirror } = this.#p;
    const drawnTo = this.#drawnTo();
    const picture = (atLeast: number): Promise<Snapshot> => mirror.snapshot(claims.childId, { atLeast, scrollback: hello.scrollback });
    if (drawnTo !== null) {
      // Without a byte in between nothing else would say that the size has changed.
      if (drawnTo === source.end) socket.send({ type: 'resized', offset: drawnTo, cols: source.cols, rows: source.rows });
      this.#startOutput({ from: drawnTo, to: null, picture });
      return;
    }
    // What the glance lacks follows as live bytes, unless the mirror stands still in a flood.
    const snapshot = glance !== null && source.end - glance.offset <= GLANCE_BEHIND ? glance : await picture(source.end);
    if (this.#closed) return;
    socket.send({ type: 'snapshot', ...snapshot });
    this.#startOutput({ from: snapshot.offset, to: null, picture });
  }

  /** Where a viewer that has drawn something already goes on; null when it needs a picture. */
  #drawnTo(): number | null {
    const { hello, source } = this.#p;
    const { from } = hello;
    if (from === undefined || from < source.firstAvailable || from > source.end) return null;
    return source.end - from <= RESUME_BEHIND ? from : null;
  }

  #startBytes(): void {
    const { hello, source } = this.#p;
    // To the end of an ended child means: up to and with its exit.
    const last = source.exit === null ? source.end : null;
    const to = hello.follow || (hello.to ?? 0) > source.end ? (hello.to ?? null) : (hello.to ?? last);
    this.#startOutput({ from: hello.from ?? source.firstAvailable, to, picture: null });
  }

  #startOutput(where: Pick<ConstructorParameters<typeof Output>[0], 'from' | 'to' | 'picture'>): void {
    const { hello, source, socket, group } = this.#p;
    const onDone = (error: Error | null): void => {
      if (error !== null) {
        // It leads nobody any more, however long it takes to hear of its end; what it has typed is still taken.
        group.leave(this);
        socket.refuse(error);
      } else socket.close(VIEWER_CLOSE.done, 'the end');
    };
    this.#output = new Output({ source, socket, credit: hello.credit, ...where, onDone });
    this.#output.grant(this.#earlyCredit);
    this.#output.start();
  }

  #mayWrite(what: string): boolean {
    if (this.rights === 'write') return true;
    this.#p.socket.error(new KimiError('DENIED', { what, rights: this.rights }));
    return false;
  }

  #input(bytes: Uint8Array): void {
    if (!this.#mayWrite('input')) return;
    const { source, claims, socket, channel } = this.#p;
    if (source.holder === null) {
      socket.error(new KimiError('SESSION_ENDED', { terminal: claims.childId }));
      return;
    }
    this.#pendingInput += bytes.length;
    if (this.#pendingInput > INPUT_HIGH && !this.#leaving) channel.pause();
    const taken = (): void => {
      this.#pendingInput -= bytes.length;
      if (channel.paused && this.#pendingInput < INPUT_LOW) channel.resume();
      if (this.#pendingInput === 0) this.#onInputTaken();
    };
    source.holder.input(claims.childId, bytes).then(taken, (error: unknown) => {
      taken();
      socket.error(error);
    });
  }
}
