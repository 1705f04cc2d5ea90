/** A list of listeners of one kind of event. */
export class Listeners<T> {
  readonly #all = new Set<(event: T) => void>();

  /** Adds a listener; the answer takes it away again. */
  add(listener: (event: T) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  /** Tells every listener. */
  emit(event: T): void {
    for (const listener of [...this.#all]) listener(event);
  }

  /** Resolves at the next event, after `limitMs` at the latest. */
  next(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(done, Math.max(limitMs, 0));
      const stop = this.add(done);
    });
  }

  /** Forgets every listener. */
  clear(): void {
    this.#all.clear();
  }
}
