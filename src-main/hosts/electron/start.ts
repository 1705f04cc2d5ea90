import { join } from 'node:path';
import { app, protocol } from 'electron';
import { APP_SCHEME } from './app-protocol.ts';
import { type DesktopArguments, parseDesktopArguments } from './arguments.ts';
import { Front } from './front.ts';
import { startsHidden } from './lifecycle/login-item.ts';
import { SingleInstance } from './lifecycle/single-instance.ts';
import { someEngineLives } from './some-engine.ts';

/**
 * Starts the app: what must be said before Electron is ready at once, the first window when it is, and everything else after that. What is
 * imported here is therefore small, and has no schema, no database and no texts in it (`bench/cases/start-up.ts` looks).
 * @param argv the process's
 * @param mainFolder of the bundled entry file
 */
export async function startDesktop(argv: readonly string[], mainFolder: string): Promise<void> {
  // Loaded when it is needed, like nearly everything.
  const giveUp = (thrown: unknown) => import('./give-up.ts').then((told) => told.giveUp(thrown));
  try {
    // Unpackaged, Electron is started with the app's folder as its first argument.
    const given = parseDesktopArguments(argv.slice(app.isPackaged ? 1 : 2), process.env);
    beforeReady(given);
    const instance = new SingleInstance();
    if (!instance.claim(app, given)) {
      app.exit(0);
      return;
    }
    app
      .whenReady()
      .then(() => run(given, instance, mainFolder))
      .catch(giveUp);
  } catch (error) {
    // Waited for, because Electron is not ready before its entry is through: what was refused is then never acted upon.
    await giveUp(error);
  }
}

function beforeReady({ dataFolder }: DesktopArguments): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([APP_SCHEME]);
  // What Chromium keeps lies with everything else of this data folder; dumps of crashes are sent to nobody and stay there.
  app.setPath('userData', join(dataFolder, 'desktop'));
  app.setPath('crashDumps', join(dataFolder, 'desktop', 'crashes'));
}

async function run(given: DesktopArguments, instance: SingleInstance, mainFolder: string): Promise<void> {
  const front = new Front(given.dataFolder, mainFolder);
  await Promise.all([front.files, opensAtOnce(given).then((atOnce) => (atOnce ? front.openAsLastTime() : undefined))]);
  const { runDesktop } = await import('./desktop.ts');
  await runDesktop({ given, instance, front, mainFolder });
}

/** Whether a window can be opened before anything else is known: it is to be seen, and no other engine decides what it shows. */
async function opensAtOnce({ dataFolder, hidden }: DesktopArguments): Promise<boolean> {
  if (startsHidden(app, { hidden, startHidden: true, platform: process.platform })) return false;
  return !(await someEngineLives(dataFolder));
}
