import type { window as en } from '../en/window.ts';

/** Simplified Chinese texts: window. */
export const window: Record<keyof typeof en, string> = {};
