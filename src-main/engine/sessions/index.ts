export { KeyedQueue } from './keyed-queue.ts';
export { Launcher } from './launcher.ts';
export { SessionPublisher } from './publisher.ts';
export { Recovery } from './recovery.ts';
export { SessionRepository } from './repository.ts';
export { Runs } from './runs.ts';
export { type CreateRequest, SessionService } from './session-service.ts';
export { Stopper } from './stopper.ts';
export type { SessionRecord, TerminalRecord } from './types.ts';
