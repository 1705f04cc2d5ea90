import { audit } from '../en/audit.ts';
import { without } from '../en/without.ts';

/** What a window says in English in parts that its first paint does without; fetched with the first of them. */
export const english = { ...audit, ...without } as const;
