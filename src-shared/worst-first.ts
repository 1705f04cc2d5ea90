const ORDER = ['failed', 'warning', 'ok'] as const;

/** Findings of the doctor as somebody reads them: what is to be done something about first, and as they were checked within that. */
export function worstFirst<T extends { readonly ok: (typeof ORDER)[number] }>(checks: readonly T[]): readonly T[] {
  return checks.toSorted((one, other) => ORDER.indexOf(one.ok) - ORDER.indexOf(other.ok));
}
