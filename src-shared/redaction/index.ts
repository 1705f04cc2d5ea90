export { createRedactor, type Redactor } from './redactor.ts';
export { MARK, namesSecret } from './shapes.ts';
