export { createEngine, type RunningEngine } from './create-engine.ts';
export type { EngineServices } from './services.ts';
export type { CallContext, Engine, EngineOptions, Installation, Logger } from './types.ts';
