/** Path of a Chromium that is there; null when there is none. */
export function findChromium(): string | null;
/** The same, or one that could be installed. */
export function ensureChromium(): Promise<string | null>;
