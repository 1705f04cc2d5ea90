export { KEYCHAIN_ANSWER_MS, keychainProblem, systemKeychain } from './keychain.ts';
export { newsPublisher } from './news.ts';
export { Secrets, type SecretsOptions } from './secret-service.ts';
export { secretsPath } from './secrets-file.ts';
export type { Keychain } from './types.ts';
