export { ensureRuntime, mendRuntime, missingFile, type Runtime, removeUnusedRuntimes } from './runtime.ts';
