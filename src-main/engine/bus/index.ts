export { type Bus, createBus } from './bus.ts';
export { EventLog, type NewEvent, NOTIFICATION_EVENTS } from './event-log.ts';
export { createEventStreams, type EventStreams, type StreamRequest } from './event-streams.ts';
