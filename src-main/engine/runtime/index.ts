export { ensureRuntime, type Runtime, removeUnusedRuntimes } from './runtime.ts';
