export { createRouter, type EngineRouter } from './router.ts';
