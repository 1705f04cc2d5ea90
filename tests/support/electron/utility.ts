// A utility process: node utility.ts <script> [arguments]. Gives the script `process.parentPort` and runs it.
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { ParentPort } from 'electron';
import { PortHub } from './ports.ts';
import type { UtilityTraffic } from './wire.ts';

const say = (traffic: UtilityTraffic): void => void process.send?.(traffic);
const hub = new PortHub(say);

class Parent extends EventEmitter implements Pick<ParentPort, 'on' | 'postMessage'> {
  postMessage(data: unknown): void {
    say({ t: 'parent', data, ports: [] });
  }
}
const parentPort = new Parent();
const early: UtilityTraffic[] = [];
let hears = false;
parentPort.on('newListener', () => {
  if (hears) return;
  hears = true;
  setImmediate(() => {
    for (const message of early.splice(0)) receive(message);
  });
});

function receive(message: UtilityTraffic): void {
  if (message.t !== 'parent') hub.receive(message);
  else if (hears && early.length === 0) parentPort.emit('message', hub.event(message.data, message.ports));
  else early.push(message);
}
process.on('message', (message: UtilityTraffic) => {
  if (!hears || early.length > 0) early.push(message);
  else receive(message);
});
// Electron's die with the app.
process.on('disconnect', () => process.exit(1));

Object.assign(process, { parentPort, type: 'utility' });
const script = process.argv[2];
if (script === undefined) throw new Error('usage: utility.ts <script>');
process.argv.splice(1, 2, script);
await import(pathToFileURL(script).href);
