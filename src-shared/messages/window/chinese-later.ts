import { audit } from '../zh-CN/audit.ts';
import { without } from '../zh-CN/without.ts';

/** What a window says in Simplified Chinese in parts that its first paint does without; fetched with the first of them. */
export const chinese = { ...audit, ...without } as const;
