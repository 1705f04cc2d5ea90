export { asWireError } from './errors.ts';
export { letIn } from './let-in.ts';
export { createRouter, type EngineRouter } from './router.ts';
