import { SecretName } from '#shared/contract/index.ts';
import { referredName } from '#shared/secret-reference.ts';
import type { SecretEntry } from './types.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The name in `secret:<name>`; null for a text that is no reference. Pure. */
export function referenceIn(text: string): string | null {
  return SecretName.safeParse(referredName(text)).data ?? null;
}

/** Whether a secret should have been replaced by now. Pure. @param now ms since the epoch */
export function isDue({ rotatedAt, rotateDays }: SecretEntry, now: number): boolean {
  return rotateDays !== null && now >= rotatedAt + rotateDays * DAY_MS;
}
