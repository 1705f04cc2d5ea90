export { callField, currentCall, inCall } from '../../holder/call-id.ts';
export { type FoundSession, type FoundSessions, noteSession, notingSessions } from './found-sessions.ts';
