// A process with an audit log in it, for tests that kill it: node audit-process.ts <data folder> <round> <callers> <n>. Callers record side
// by side as fast as they can; after every n entries that were kept the writer's thread is ended over whatever it is at (0: never). Every
// message to the parent is a receipt: an entry that was said to be on the disk.
import { startWriter } from '../../src-main/engine/store/index.ts';
import { fact, openAuditIn } from './audit.ts';

const [folder = '', round = '0', callers = '1', endEvery = '0'] = process.argv.slice(2);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let endThread = (): void => undefined;
const audit = await openAuditIn(folder, {
  logger: silent,
  // Small, so that sealing is under way at many a kill.
  sealSizes: { keep: 100, chunk: 50 },
  startWriter: async (script, config, onTrouble) => {
    const thread = await startWriter<never>(script, config, onTrouble);
    endThread = () => thread.terminate();
    return thread;
  },
});

let kept = 0;
async function call(caller: number): Promise<void> {
  for (let i = 0; ; i += 1) {
    const session = `${round}-${caller}-${i}`;
    if (!(await audit.record(fact({ where: { session } })))) continue;
    process.send?.(session);
    kept += 1;
    if (Number(endEvery) > 0 && kept % Number(endEvery) === 0) endThread();
  }
}

await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => call(caller)));
