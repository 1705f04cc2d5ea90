export { Awake, type AwakeSource } from './awake.ts';
export { guardedSessions } from './guarded-sessions.ts';
