export { engineEnvironment } from './engine-environment.ts';
export { ENGINE_READY, startEngine } from './start-engine.ts';
