export { WindowRequests } from './window-requests.ts';
export { createWindowStreams, type WindowStreams } from './window-streams.ts';
export { createWindows, type Windows } from './windows.ts';
