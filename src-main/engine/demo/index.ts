export { type DemoOptions, prepareDemo } from './prepare-demo.ts';
export type { Demo, DemoHolders } from './types.ts';
