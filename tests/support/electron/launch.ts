// Runs an app as Electron would, on the double: node launch.ts <main file> <app folder> [arguments of the app]. Started with an IPC
// channel, it lets the other side run functions in this process, as Playwright's electronApp.evaluate does in Electron's.
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';

const [, , main = '', folder = '', ...args] = process.argv;
const DOUBLE = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href;
registerHooks({
  resolve: (wanted, context, next) => (wanted === 'electron' ? { url: DOUBLE, shortCircuit: true } : next(wanted, context)),
});

// What an unpackaged app finds: Electron, the app's folder, its arguments.
process.argv.splice(1, process.argv.length, folder, ...args);
Object.assign(process, { type: 'browser', resourcesPath: join(folder, 'resources') });
Object.defineProperty(process.versions, 'electron', { value: '0.0.0-double', enumerable: true });

const electron = await import('./electron.ts');
// Electron has a loop of its own that runs as long as the app.
const alive = setInterval(() => undefined, 2 ** 30);
process.on('exit', () => clearInterval(alive));

interface Wish {
  readonly id: number;
  readonly source: string;
  readonly arg: unknown;
}
process.on('message', ({ id, source, arg }: Wish) => {
  const run = async (): Promise<unknown> => (runInThisContext(`(${source})`) as (...args: unknown[]) => unknown)(electron, arg);
  run().then(
    (value) => process.send?.({ id, value }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

await import(pathToFileURL(main).href);
electron.app.becomeReady();
