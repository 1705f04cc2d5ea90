export { asWireError } from './errors.ts';
export { createRouter, type EngineRouter } from './router.ts';
