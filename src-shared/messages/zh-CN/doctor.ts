import type { doctor as en } from '../en/doctor.ts';

/** Simplified Chinese texts: doctor. */
export const doctor: Record<keyof typeof en, string> = {};
