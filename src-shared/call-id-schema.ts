import { z } from 'zod';
import { CALL_ID } from './call-id.ts';

/** The schema of a call's name. */
export const CallId = z.string().regex(CALL_ID);
