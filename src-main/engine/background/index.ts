export { engineEnvironment } from './engine-environment.ts';
export { startEngine } from './start-engine.ts';
