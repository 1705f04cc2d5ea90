export { Power } from './power.ts';
export { RetryWaits } from './retry-waits.ts';
