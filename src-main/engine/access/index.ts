export { type AccessOptions, createAccess } from './create-access.ts';
export { pageLink } from './page-link.ts';
export { PAGE_CONNECTIONS } from './page-secrets.ts';
export { loadPrivateFile } from './private-file.ts';
export type { Access } from './types.ts';
