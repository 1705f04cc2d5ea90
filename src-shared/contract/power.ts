import { z } from 'zod';

/** What a desktop tells of its machine: it goes to sleep and is back, its screen is locked and opened. */
export const POWER_EVENTS = ['suspend', 'resume', 'lock', 'unlock'] as const;
export const PowerEvent = z.enum(POWER_EVENTS);
export type PowerEvent = z.infer<typeof PowerEvent>;
