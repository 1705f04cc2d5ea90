import type { errors as en } from '../en/errors.ts';

/** Simplified Chinese texts: errors. */
export const errors: Record<keyof typeof en, string> = {};
