export { type AccessOptions, createAccess } from './create-access.ts';
export { pageLink } from './page-link.ts';
export type { Access } from './types.ts';
