/** What the file system and the starting of programs are made to say by fault-table.long.test.ts, which stands between us and them. */
export const injected: {
  /** Takes the place of opening a file; undefined: opens it. */
  open: ((path: string) => Promise<void> | undefined) | null;
  /** Why a program is not started; null: it is. */
  start: ((file: string) => NodeJS.ErrnoException | null) | null;
} = { open: null, start: null };

/** Injects until `use` is done. */
export async function whileInjected<T>(what: Partial<typeof injected>, use: () => Promise<T>): Promise<T> {
  Object.assign(injected, what);
  try {
    return await use();
  } finally {
    Object.assign(injected, { open: null, start: null });
  }
}

/** True the first so many times. */
export function times(count: number): () => boolean {
  let left = count;
  return () => {
    left -= 1;
    return left >= 0;
  };
}
