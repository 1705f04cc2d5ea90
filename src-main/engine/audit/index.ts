export { type AnsweredCall, factsOf } from './facts.ts';
export { keyFile } from './key-file.ts';
export { keychainKey } from './keychain-key.ts';
export { type Audit, auditPaths, type OpenAuditOptions, openAudit } from './open-audit.ts';
export type { AuditFacts, KeyStore } from './types.ts';
