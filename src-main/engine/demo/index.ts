export { MODEL_CHILD } from './model-child.ts';
export { type DemoOptions, prepareDemo } from './prepare-demo.ts';
export type { Demo, DemoHolders } from './types.ts';
