/**
 * Code that is fetched when it is needed first. Where React's `lazy` stays broken for good after one fetch that failed, this
 * fetches anew once `forgetFailure` was called, which is what "try again" needs.
 */
export class RetriedImport<T> {
  private readonly load: () => Promise<T>;
  private loading: Promise<T> | null = null;
  private failed = false;

  constructor(load: () => Promise<T>) {
    this.load = load;
  }

  /** The code; always the same promise, as React's `use` wants it, until a failure was forgotten. */
  get(): Promise<T> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.failed = true;
      throw error;
    });
    return this.loading;
  }

  /** The next `get` fetches anew if the last one failed. */
  forgetFailure(): void {
    if (this.failed) this.loading = null;
    this.failed = false;
  }
}
