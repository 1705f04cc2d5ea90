export { keychainUntil } from './ended.ts';
export { KEYCHAIN_ANSWER_MS, keychainProblem, systemKeychain } from './keychain.ts';
export { keychainCalls } from './native-calls.ts';
export { newsPublisher, noticeOnOpening } from './news.ts';
export { referenceIn } from './references.ts';
export { Secrets, type SecretsOptions } from './secret-service.ts';
export { secretsPath } from './secrets-file.ts';
export type { Keychain } from './types.ts';
