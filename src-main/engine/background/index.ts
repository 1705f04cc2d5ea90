export { engineEnvironment } from './engine-environment.ts';
export { startEngine, startLog } from './start-engine.ts';
