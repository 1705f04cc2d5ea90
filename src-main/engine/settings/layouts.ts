import { eq } from 'drizzle-orm';
import { layoutsTable, type Store } from '../store/index.ts';

/** What windows remember (tabs, panes), as text that only they understand. The only writer of the table `layouts`. */
export interface Layouts {
  load(name: string): Promise<string | null>;
  save(name: string, json: string): Promise<void>;
}

/** Layouts in `store`. */
export function createLayouts(store: Store, now: () => number): Layouts {
  return {
    async load(name) {
      return store.db.select({ json: layoutsTable.json }).from(layoutsTable).where(eq(layoutsTable.name, name)).get()?.json ?? null;
    },
    async save(name, json) {
      const values = { json, updatedAt: now() };
      await store.write(
        store.db
          .insert(layoutsTable)
          .values({ name, ...values })
          .onConflictDoUpdate({ target: layoutsTable.name, set: values }),
      );
    },
  };
}
