export { CallerLimits, type Counted, type Release } from './caller-limits.ts';
export { LIMITS, type Limits } from './limits.ts';
