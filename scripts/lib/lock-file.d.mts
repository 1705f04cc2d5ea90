/** Entries for packages of other systems that a lock file should have and does not, by path. */
export function missingPlatforms(lock: unknown): Readonly<Record<string, unknown>>;
