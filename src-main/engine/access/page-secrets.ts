import { eq, lte } from 'drizzle-orm';
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

  constructor(store: Store, now: () => number) {
    this.store = store;
    this.now = now;
  }

  async issue(): Promise<string> {
    const now = this.now();
    const secret = randomSecret();
    const { db } = this.store;
    await this.store.write(
      db.delete(pageSecretsTable).where(lte(pageSecretsTable.lastUsedAt, now - PAGE_SECRET_LIFE_MS)),
      db.insert(pageSecretsTable).values({ hash: hashOf(secret), createdAt: now, lastUsedAt: now }),
    );
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
    if (row === undefined || row.lastUsedAt <= now - PAGE_SECRET_LIFE_MS) return false;
    if (now - row.lastUsedAt >= TOUCH_EVERY_MS) {
      await this.store.write(this.store.db.update(pageSecretsTable).set({ lastUsedAt: now }).where(eq(pageSecretsTable.hash, hash)));
    }
    return true;
  }
}
