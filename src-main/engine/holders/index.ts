export { connectHolders, type HoldersOptions } from './holders.ts';
export { localHolderTools } from './local-tools.ts';
export type { HolderAddress, HolderStatus, Holders, HoldersEvent, HolderTools, LostChild } from './types.ts';
