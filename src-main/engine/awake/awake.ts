import type { AwakeReason } from '#shared/contract/index.ts';

/** A domain that has something to do while nobody looks. */
export interface AwakeSource {
  /** Names it in a reason, for example `guarded-session`. */
  readonly kind: string;
  /** What holds at this moment, in the order in which a person is told. */
  reasons(): Promise<readonly Omit<AwakeReason, 'kind'>[]>;
}

/**
 * The registry of reasons to stay awake: what an engine still has to do when the app quits, so that the app then leaves an engine behind
 * (docs/desktop.md). Programs in terminals are no reason: their holder keeps them. A domain registers itself; hosts only ask.
 */
export class Awake {
  readonly #sources: AwakeSource[] = [];

  /** Adds a source; the answer takes it out again. @throws Error when its kind is there already: a defect */
  register(source: AwakeSource): () => void {
    if (this.#sources.some(({ kind }) => kind === source.kind)) throw new Error(`two sources of reasons are called ${source.kind}`);
    this.#sources.push(source);
    return () => {
      const at = this.#sources.indexOf(source);
      if (at >= 0) this.#sources.splice(at, 1);
    };
  }

  /** Every reason that holds now, source after source. @throws whatever a source throws: an unknown reason is not none */
  async reasons(): Promise<readonly AwakeReason[]> {
    const found = await Promise.all(
      this.#sources.map(async (source) => (await source.reasons()).map((reason) => ({ ...reason, kind: source.kind }))),
    );
    return found.flat();
  }
}
