import { renewPage } from './renew-page.ts';

/** Where code that is fetched late stands. */
export type Fetched<T> = { readonly kind: 'absent' } | Outcome<T>;

type Outcome<T> = { readonly kind: 'ready'; readonly value: T } | { readonly kind: 'failed'; readonly error: unknown };

const ABSENT = { kind: 'absent' } as const;

/**
 * Code that is fetched when it is needed first. Where React's `lazy` stays broken for good after one fetch that failed, this
 * fetches anew once `forgetFailure` was called, which is what "try again" needs; and what is there already is known at once, without
 * a promise to wait for. Most browsers keep a module that failed to come failed for as long as the page lives, Chromium 150 among them: where
 * fetching anew does not help either, the page itself is loaded anew, which brings back what it showed.
 */
export class LateCode<T> {
  private readonly load: () => Promise<T>;
  private readonly renew: () => Promise<void>;
  private forgotten = false;
  private loading: Promise<Outcome<T>> | null = null;
  private now: Fetched<T> = ABSENT;
  private readonly listeners = new Set<() => void>();

  /** @param renew loads the page anew where it can be had */
  constructor(load: () => Promise<T>, renew: () => Promise<void> = renewPage) {
    this.load = load;
    this.renew = renew;
  }

  /** Where it stands; the same object until that changes. */
  readonly current = (): Fetched<T> => this.now;

  /** Hears when it stands elsewhere, and begins to fetch it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.fetch();
    return () => this.listeners.delete(listener);
  };

  /** Begins to fetch it, unless that was done; `current` says how it went. */
  fetch(): void {
    this.loading ??= this.fetched();
  }

  /** The code. @throws what fetching it threw, until the failure was forgotten */
  async get(): Promise<T> {
    this.loading ??= this.fetched();
    const fetched = await this.loading;
    if (fetched.kind === 'failed') throw fetched.error;
    return fetched.value;
  }

  /** The next one who needs it fetches anew if the last fetch failed. */
  forgetFailure(): void {
    if (this.now.kind !== 'failed') return;
    this.loading = null;
    this.forgotten = true;
    this.move(ABSENT);
  }

  private async fetched(): Promise<Outcome<T>> {
    const outcome = await this.load().then(
      (value): Outcome<T> => ({ kind: 'ready', value }),
      (error: unknown): Outcome<T> => ({ kind: 'failed', error }),
    );
    this.move(outcome);
    if (outcome.kind === 'failed' && this.forgotten) await this.renew();
    return outcome;
  }

  private move(now: Fetched<T>): void {
    this.now = now;
    for (const listener of this.listeners) listener();
  }
}
