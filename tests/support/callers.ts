import type { Caller } from '../../src-shared/contract/index.ts';

/** The person at the command line. */
export const OWNER: Caller = { kind: 'cli', depth: 0, role: 'owner' };
