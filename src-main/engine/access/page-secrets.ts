import { and, eq, lte, notInArray } from 'drizzle-orm';
import { pageSecretsTable, type Store } from '../store/index.ts';
import { hashOf, randomSecret } from './secrets.ts';

/** A page that was not opened for so long needs a new link. Every use starts the time anew. */
export const PAGE_SECRET_LIFE_MS = 30 * 24 * 60 * 60 * 1000;
/** How exact "last used" is: one write a day and page is enough for a life of thirty days. */
const TOUCH_EVERY_MS = 24 * 60 * 60 * 1000;

/** How the connections of pages are named among callers (each by its secret's hash): what begins so is a page's. */
export const PAGE_CONNECTIONS = 'page:';

/** Secrets of pages that were let in. Only their hashes are stored: who reads state.db cannot show any of them. */
export class PageSecrets {
  private readonly store: Store;
  private readonly now: () => number;
  private readonly steady: () => number;
  /** When this engine let each page in last, by the steady clock: somebody who sets the machine's clock shuts no open window out. */
  private readonly letIn = new Map<string, number>();

  /** @param now ms since the epoch @param steady ms on a clock that nobody sets */
  constructor(store: Store, now: () => number, steady: () => number) {
    this.store = store;
    this.now = now;
    this.steady = steady;
  }

  async issue(): Promise<string> {
    const now = this.now();
    const secret = randomSecret();
    const hash = hashOf(secret);
    const { db } = this.store;
    const since = this.steady() - PAGE_SECRET_LIFE_MS;
    for (const [page, at] of this.letIn) if (at <= since) this.letIn.delete(page);
    const expired = lte(pageSecretsTable.lastUsedAt, now - PAGE_SECRET_LIFE_MS);
    await this.store.write(
      db.delete(pageSecretsTable).where(and(expired, notInArray(pageSecretsTable.hash, [...this.letIn.keys()]))),
      db.insert(pageSecretsTable).values({ hash, createdAt: now, lastUsedAt: now }),
    );
    this.letIn.set(hash, this.steady());
    return secret;
  }

  /** Forgets every secret. @returns how many there were */
  async revokeAll(): Promise<number> {
    const { db } = this.store;
    const { length } = db.select().from(pageSecretsTable).all();
    await this.store.write(db.delete(pageSecretsTable));
    return length;
  }

  /** Whether a page with this secret may come in; renews its life. */
  async admits(secret: string): Promise<boolean> {
    const now = this.now();
    const hash = hashOf(secret);
    // Looked up by hash: what the index's timing could tell is about the hash, from which no secret can be made.
    const row = this.store.db.select().from(pageSecretsTable).where(eq(pageSecretsTable.hash, hash)).get();
    if (row === undefined) return false;
    const last = this.letIn.get(hash);
    const unused = last === undefined ? now - row.lastUsedAt : this.steady() - last;
    if (unused >= PAGE_SECRET_LIFE_MS) return false;
    this.letIn.set(hash, this.steady());
    // Also when the time lies ahead of us: the clock was set back, and the page would live on for as long as that.
    if (Math.abs(now - row.lastUsedAt) >= TOUCH_EVERY_MS) {
      await this.store.write(this.store.db.update(pageSecretsTable).set({ lastUsedAt: now }).where(eq(pageSecretsTable.hash, hash)));
    }
    return true;
  }
}
