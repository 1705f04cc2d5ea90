export { openService } from './open-service.ts';
export type { ServiceStatus } from './service.ts';
export type { ServiceChange } from './types.ts';
