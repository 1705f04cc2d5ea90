import type { cli as en } from '../en/cli.ts';

/** Simplified Chinese texts: cli. */
export const cli: Record<keyof typeof en, string> = {};
