export { removeUnusedCompiledCode } from './compiled-code.ts';
export { ensureRuntime, mendRuntime, missingFile, type Runtime, removeUnusedRuntimes } from './runtime.ts';
