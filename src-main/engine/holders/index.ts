export { connectHolders } from './holders.ts';
export type { HolderAddress, HolderStatus, Holders, HoldersEvent, HolderTools, LostChild } from './types.ts';
