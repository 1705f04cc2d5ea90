import type { EngineClient } from './client.ts';
import type { RefusalReason } from './reconnect.ts';

/** A way to the engine that was found and is being opened. */
export interface EngineWire {
  /** Says, once each, that it can be called and that it is over; call it in the turn in which the wire was got. */
  listen(listener: { onOpen(client: EngineClient): void; onClosed(code: number): void }): void;
  /** Ends it; calls under way fail. */
  close(): void;
}

/** What came of looking for a way to the engine. */
export type Dialled =
  | { readonly ok: true; readonly wire: EngineWire }
  | { readonly ok: false; readonly reason: RefusalReason }
  /** The engine could not be asked; worth another try. */
  | { readonly ok: false; readonly reason: 'unreachable' };

/** Who listens to a viewer's wire. Nothing is told before the call that opened it has returned. */
export interface WireListener {
  onOpen(): void;
  /** A text, or the bytes of an ArrayBuffer. */
  onMessage(message: string | Uint8Array): void;
  /** It is over, with one of VIEWER_CLOSE where the gateway said why. */
  onClosed(code: number): void;
}

/** What a viewer of a terminal speaks over. */
export interface ViewerWire {
  /** Sends; false when it is not open. */
  send(message: string | Uint8Array<ArrayBuffer>): boolean;
  close(): void;
}

/** How this page reaches engine and terminals: the one thing in which a browser's page and a desktop window differ. */
export interface Transport {
  engine(): Promise<Dialled>;
  /** @param url where the gateway listens, by the ticket */
  viewer(url: string, listener: WireListener): ViewerWire;
  /** The engine does not know this page (any more). */
  refused(): void;
}
