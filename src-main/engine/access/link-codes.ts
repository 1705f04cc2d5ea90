import { KimiError } from '#shared/errors/kimi-error.ts';
import { hashOf, randomSecret, sameSecret } from './secrets.ts';

/** Long enough to switch to the browser, short enough that a link left in a scroll-back is dead. */
export const LINK_CODE_LIFE_MS = 10 * 60 * 1000;
/** Many more links than anybody has open; keeps a script that asks for links in a loop from filling memory. */
const MOST_CODES = 200;

interface IssuedCode {
  readonly hash: string;
  readonly expiresAt: number;
  used: boolean;
}

/**
 * Single-use codes of page links. They live in memory only: a link that was printed by an engine that is gone is dead.
 * Kept as hashes and compared in constant time, every one of them, so that the time taken tells nothing.
 */
export class LinkCodes {
  private readonly now: () => number;
  private issued: IssuedCode[] = [];

  /** @param now ms on a clock that nobody sets: setting the machine's clock makes no link older or younger */
  constructor(now: () => number) {
    this.now = now;
  }

  issue(): string {
    this.forgetExpired();
    const code = randomSecret();
    this.issued.push({ hash: hashOf(code), expiresAt: this.now() + LINK_CODE_LIFE_MS, used: false });
    if (this.issued.length > MOST_CODES) this.issued.shift();
    return code;
  }

  /**
   * Uses a code up. The answer gives it back, for when what it was spent on could not be had.
   * @throws KimiError LINK_CODE_WRONG (unknown or too old) | LINK_CODE_USED
   */
  spend(code: string): { readonly giveBack: () => void } {
    this.forgetExpired();
    const hash = hashOf(code);
    let found: IssuedCode | undefined;
    for (const candidate of this.issued) {
      if (sameSecret(candidate.hash, hash)) found = candidate;
    }
    if (found === undefined) throw new KimiError('LINK_CODE_WRONG', { minutes: LINK_CODE_LIFE_MS / 60_000 });
    // A used code is remembered until it would have expired, so that a second use is told apart from a wrong code.
    if (found.used) throw new KimiError('LINK_CODE_USED');
    const spent = found;
    spent.used = true;
    return {
      giveBack: () => {
        // Revoked meanwhile: it must not come back.
        if (this.issued.includes(spent)) spent.used = false;
      },
    };
  }

  /** Makes every code that was not used as good as unknown, and one that was used stay so: it cannot be given back any more. */
  revoke(): void {
    this.issued = this.issued.filter((code) => code.used).map((code) => ({ ...code }));
  }

  private forgetExpired(): void {
    const now = this.now();
    this.issued = this.issued.filter((code) => code.expiresAt > now);
  }
}
