export { askEngine } from './ask-engine.ts';
export { engineStuck, makeWay } from './make-way.ts';
export { meeting } from './meeting.ts';
