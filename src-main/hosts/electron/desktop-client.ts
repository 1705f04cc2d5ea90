import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/index.ts';

/** The contract as the app itself calls it: as its person, whichever process the engine is in. */
export type DesktopClient = ContractRouterClient<Contract>;
