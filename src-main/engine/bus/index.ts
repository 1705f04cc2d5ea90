export { type Bus, createBus, type NewEvent, type NumberedEvent } from './bus.ts';
export { createEventStreams, type EventStreams } from './event-streams.ts';
