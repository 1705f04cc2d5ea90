import type { CommandContext } from '../context.ts';

/** Stdout as a place for what comes over time, whose reader may leave (`| head`): that is an end like any other. */
export class Reader {
  readonly #stream: CommandContext['io']['stdout'];
  #pending: Promise<void> = Promise.resolve();
  readonly left: Promise<'reader left'>;

  constructor(stream: CommandContext['io']['stdout']) {
    this.#stream = stream;
    this.left = new Promise((resolve, reject) => {
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') resolve('reader left');
        else reject(error);
      });
    });
  }

  /** Resolves when the reader has it. */
  write(data: Uint8Array | string): Promise<void> {
    this.#pending = new Promise((resolve) => {
      // An error is told by the stream's own event.
      this.#stream.write(data, () => resolve());
    });
    return this.#pending;
  }

  /** Everything that was written is with the reader. */
  drained(): Promise<void> {
    return this.#pending;
  }
}
