export { createFiles } from './file-service.ts';
export type { FileService } from './types.ts';
