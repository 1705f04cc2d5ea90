export { GatewayKeeper, type IssuedTicket } from './gateway-keeper.ts';
export { localSpools } from './local-spools.ts';
export { MirrorKeeper, type MirrorProcess } from './mirror-keeper.ts';
export { OverallProgress } from './overall-progress.ts';
export { TerminalFacts } from './terminal-facts.ts';
export { createTerminals, type TerminalService } from './terminal-service.ts';
export type { Screens, SpoolFacts, Spools } from './types.ts';
