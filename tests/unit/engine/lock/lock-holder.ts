// A process that takes the engine lock of a folder, says so, and keeps it until it is killed or told to give it back.
import { acquireEngineLock } from '../../../../src-main/engine/lock/index.ts';

const [folder = ''] = process.argv.slice(2);
try {
  const lock = await acquireEngineLock(folder, {
    pid: process.pid,
    startedAt: Date.now(),
    startTime: '',
    kind: 'serve',
    socket: '/tmp/none',
  });
  await lock.setUrl('http://127.0.0.1:4242');
  process.send?.('locked');
  process.once('message', () => {
    lock
      .release()
      .then(() => process.exit(0))
      .catch(() => process.exit(2));
  });
} catch (error) {
  process.send?.(JSON.parse(JSON.stringify(error)));
  process.exit(1);
}
