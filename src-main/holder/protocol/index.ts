/** What every local protocol of ours builds on: the frame codec and the control frames' types. */
export * from './codec.ts';
export { T } from './messages.ts';
export { errorData } from './refusal.ts';
export { negotiate, PROTOCOL_VERSIONS } from './versions.ts';
