/** A viewer's connection as the gateway sees it, whatever carries it: messages of text or bytes, in order. */
export interface ViewerChannel {
  /** Whether something can be sent. */
  readonly open: boolean;
  /** Whether what it says waits (see `pause`). */
  readonly paused: boolean;
  /** Bytes that wait in this process to be taken. */
  readonly waiting: number;
  /** Bytes that were taken, in all. */
  readonly taken: number;
  send(message: string | Uint8Array): void;
  /** What it says waits until `resume`. */
  pause(): void;
  resume(): void;
  /** Ends it with one of VIEWER_CLOSE; what was sent before arrives. */
  close(code: number, reason: string): void;
  /** Ends it at once. */
  terminate(): void;
  /** Hears its messages until the result is called. */
  onMessage(listener: (message: string | Uint8Array) => void): () => void;
  /** Hears how many bytes came, also those of a message that is not whole yet, until the result is called. */
  onBytes(listener: (bytes: number) => void): () => void;
  /** Hears, once, that it is over. */
  onClose(listener: () => void): void;
}
