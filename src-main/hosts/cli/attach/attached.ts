import { isErrorData, KimiError } from '#shared/errors/kimi-error.ts';
import { HeldInput, HOLD_MS } from '#shared/terminal/held-input.ts';
import { incompleteTail } from '#shared/terminal/utf8-carry.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { connectViewer, type ViewerClient } from '../../../gateway/client.ts';
import { LIVED_MS, overEngines, WAIT_FOR_ENGINE_MS } from '../engine/over-engines.ts';
import type { CliIo } from '../io.ts';
import type { Texts } from '../output/language.ts';
import { type DetachKey, DetachScanner } from './detach-key.ts';
import { Letterbox } from './letterbox.ts';
import { OutputFilter } from './output-filter.ts';
import { PersonTerminal } from './person-terminal.ts';

/** Small enough that a key's echo never waits behind a long way of output, large enough for a full speed `cat`. */
const CREDIT = 512 * 1024;
/** The first time: as long as a command waits for an engine that takes over. */
const FIRST_WITHIN_MS = 30_000;

/** Where a session's terminal can be seen. */
export interface Ticket {
  readonly url: string;
  readonly ticket: string;
}

export interface AttachedOptions {
  readonly io: CliIo;
  readonly texts: Texts;
  readonly detachKey: DetachKey;
  readonly rights: 'read' | 'write';
  readonly clipboardWrite: boolean;
  /** A fresh ticket, of the engine that is there. @throws KimiError why there is none */
  readonly ticket: () => Promise<Ticket>;
}

/** How an attached terminal came to its end. */
export type AttachEnd =
  | { readonly kind: 'detached' }
  | { readonly kind: 'ended'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'failed'; readonly error: KimiError };

/** A session in the person's own terminal, until it is left, ends, or cannot be reached any more. */
export class Attached {
  readonly #o: AttachedOptions;
  readonly #terminal: PersonTerminal;
  readonly #scanner: DetachScanner;
  readonly #filter: OutputFilter;
  readonly #letterbox: Letterbox;
  /** What was drawn last ends in the middle of a character. */
  #inCharacter = false;
  #viewer: ViewerClient | null = null;
  #responder = false;
  /** Whether it leads, or did when its last connection ended; null before the first. */
  #led: boolean | null = null;
  #pictures = 0;
  /** Just past the last byte that was drawn; null while only a new picture can be gone on from. */
  #drawnTo: number | null = null;
  /** Something of ours was written over the session's picture, which only a new picture takes away. */
  #spoilt = false;
  readonly #held = new HeldInput();
  /** Runs while nothing can be sent, until what is held would come too late. */
  #holding: NodeJS.Timeout | undefined;
  #lostAt = 0;
  #end: ((end: AttachEnd) => void) | null = null;

  constructor(options: AttachedOptions) {
    this.#o = options;
    this.#filter = new OutputFilter({ mayAnswer: () => this.#responder, clipboardWrite: options.clipboardWrite });
    this.#scanner = new DetachScanner({
      key: options.detachKey,
      onInput: (bytes) => this.#input(bytes),
      onDetach: () => this.#finish({ kind: 'detached' }),
    });
    this.#terminal = new PersonTerminal({
      io: options.io,
      onInput: (bytes) => this.#scanner.feed(bytes),
      onResize: ({ cols, rows }) => {
        this.#viewer?.resize(cols, rows);
        this.#sayLetterbox();
      },
      onSignal: (signal) => this.#finish({ kind: 'signal', signal }),
    });
    const { texts, rights } = options;
    this.#letterbox = new Letterbox({
      own: () => this.#terminal.size(),
      show: (size) => {
        this.#spoilt = true;
        this.#terminal.notice(texts.t(`cli.attach.letterbox.${rights}`, { ...size }));
      },
      clear: () => this.#terminal.clearNotice(),
    });
  }

  /** Runs until the end; the terminal is as it was before when it resolves. @throws KimiError when the first connection fails */
  async run(): Promise<AttachEnd> {
    const left = new AbortController();
    const ended = new Promise<AttachEnd>((resolve) => {
      this.#end = resolve;
    });
    // The gateway greets before it draws, so a refusal is said on an untouched screen.
    await overEngines(() => this.#connect(() => this.#terminal.open()), { giveUpMs: FIRST_WITHIN_MS });
    overEngines((there) => this.#stayConnected(there), {
      giveUpMs: WAIT_FOR_ENGINE_MS,
      signal: left.signal,
      onLong: () => this.#tell('cli.attach.waiting'),
    }).catch((error: unknown) => this.#finish({ kind: 'failed', error: KimiError.from(error) }));
    try {
      return await ended;
    } finally {
      left.abort();
      this.#scanner.close();
      clearTimeout(this.#holding);
      this.#viewer?.close();
      this.#terminal.close();
    }
  }

  /** @throws KimiError why it is not connected */
  async #connect(onOpen: () => void): Promise<void> {
    const ticket = await this.#o.ticket();
    const { rights } = this.#o;
    const early: GatewayMessage[] = [];
    let opened = false;
    const viewer = await connectViewer({
      ...ticket,
      mode: 'screen',
      credit: CREDIT,
      ...(this.#drawnTo === null || this.#spoilt ? {} : { from: this.#drawnTo }),
      ...(this.#led === null ? {} : { led: this.#led }),
      ...(rights === 'write' ? { size: this.#terminal.size() } : {}),
      onMessage: (message) => {
        if (opened) return this.#message(message);
        early.push(message);
        return undefined;
      },
    });
    if (this.#end === null) {
      // The person left while it connected.
      viewer.close();
      return;
    }
    this.#viewer = viewer;
    onOpen();
    opened = true;
    // Nobody is told that somebody else leads.
    this.#led = false;
    for (const message of early) this.#draw(message);
    this.#sendHeld();
  }

  /** An engine that is restarted, or dies, takes the gateway with it; the session lives on, and so does this terminal. */
  async #stayConnected(there: () => void): Promise<void> {
    if (this.#viewer === null) await this.#connect(() => undefined);
    const viewer = this.#viewer;
    if (viewer === null) return;
    const lived = setTimeout(there, LIVED_MS);
    const { error } = await viewer.closed.finally(() => clearTimeout(lived));
    if (this.#end === null) return;
    this.#viewer = null;
    this.#responder = false;
    this.#lostAt = performance.now();
    this.#holding = setTimeout(() => this.#dropHeld(), HOLD_MS);
    // Somebody ended it on purpose: it is not to be had by asking again.
    if (error?.code === 'TICKET_REVOKED') throw error;
    throw new KimiError('ENGINE_UNREACHABLE', { reason: 'the connection to the terminal broke' }, { cause: error });
  }

  #tell(what: 'cli.attach.waiting' | 'cli.attach.unsent'): void {
    this.#terminal.notice(this.#o.texts.t(what, { key: this.#o.detachKey.label }));
    // The line stands on the screen now, and only a new picture takes it away.
    this.#drawnTo = null;
  }

  #dropHeld(): void {
    if (this.#held.take().length > 0) this.#tell('cli.attach.unsent');
  }

  /** Typed while one engine took over from another; later than that it would do harm. */
  #sendHeld(): void {
    clearTimeout(this.#holding);
    const held = this.#held.take();
    if (performance.now() - this.#lostAt < HOLD_MS) for (const bytes of held) this.#input(bytes);
  }

  #draw(message: GatewayMessage): void {
    this.#message(message)?.catch((error: unknown) => this.#finish({ kind: 'failed', error: KimiError.from(error) }));
  }

  /** Resolves when the person's terminal has taken what the message draws. */
  #message(message: GatewayMessage): Promise<void> | undefined {
    switch (message.type) {
      case 'snapshot':
        if (this.#pictures++ > 0) this.#terminal.blank();
        this.#filter.reset();
        this.#drawnTo = message.offset;
        this.#spoilt = false;
        this.#inCharacter = false;
        this.#letterbox.covered();
        this.#letterbox.drawnFor(message);
        return this.#write(message.data);
      case 'data': {
        this.#drawnTo = message.offset + message.bytes.length;
        const bytes = this.#filter.push(message.bytes);
        this.#inCharacter = incompleteTail(bytes) > 0;
        return this.#write(bytes);
      }
      case 'gap':
        this.#filter.reset();
        this.#drawnTo = message.to;
        return;
      case 'responder':
        this.#responder = message.you;
        this.#led = message.you;
        this.#letterbox.leads(message.you);
        this.#sayLetterbox();
        return;
      case 'exit':
        this.#finish({ kind: 'ended', code: message.code, signal: message.signal });
        return;
      case 'error':
        this.#refused(message.json);
        return;
      case 'resized':
        this.#letterbox.drawnFor(message);
        this.#sayLetterbox();
        return;
    }
  }

  #write(bytes: Uint8Array): Promise<void> {
    const written = this.#terminal.write(bytes);
    this.#sayLetterbox();
    return written;
  }

  /** Says that the session is drawn for another window, as soon as the program's output leaves room for it. */
  #sayLetterbox(): void {
    if (this.#viewer !== null && this.#filter.between && !this.#inCharacter && this.#pictures > 0) this.#letterbox.settle();
  }

  #input(bytes: Uint8Array): void {
    const viewer = this.#viewer;
    if (this.#o.rights === 'read') return;
    if (viewer === null || viewer.leaving) {
      const inTime = viewer !== null || performance.now() - this.#lostAt < HOLD_MS;
      if (!inTime || !this.#held.hold(bytes)) this.#tell('cli.attach.unsent');
      return;
    }
    if (!this.#responder) {
      // Who types has the focus: the program is drawn in our size, and our terminal answers its queries.
      viewer.focus();
      const { cols, rows } = this.#terminal.size();
      viewer.resize(cols, rows);
    }
    // A paste of megabytes waits in the terminal rather than in our memory.
    if (!viewer.input(bytes)) this.#terminal.waitFor(viewer.drained());
  }

  /** The stream goes on after most refusals; its end is said by the connection's. */
  #refused(json: string): void {
    const error: unknown = JSON.parse(json);
    if (isErrorData(error) && error.code === 'SESSION_ENDED') this.#finish({ kind: 'ended', code: null, signal: null });
  }

  #finish(end: AttachEnd): void {
    const resolve = this.#end;
    this.#end = null;
    resolve?.(end);
  }
}
