export { callField, currentCall, inCall } from '../../holder/call-id.ts';
