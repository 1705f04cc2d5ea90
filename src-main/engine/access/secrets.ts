import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes: nobody guesses 256 bits, so no door needs to count tries. */
const SECRET_BYTES = 32;

/** A fresh secret, safe in a URL fragment and in a header. */
export function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** SHA-256 in hex. Enough for secrets of full entropy: a slow hash only helps words that people think up. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares without telling by its duration where two strings differ (their hashes are compared, so lengths do not show either). */
export function sameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
