export { TerminalFacts } from './terminal-facts.ts';
export { createTerminals, type TerminalService } from './terminal-service.ts';
export type { Screens, SpoolFacts, Spools } from './types.ts';
