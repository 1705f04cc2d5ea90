import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { socketPath } from '#main/holder/endpoint.ts';
import { builtInstallation } from '../../support/build.ts';
import { kimiShell } from '../../support/cli.ts';
import { Ordeal } from '../../support/ordeal.ts';
import { asOwner } from '../../support/owner-client.ts';
import { isRunning, processes } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { person } from '../cli/support.ts';

let ordeal: Ordeal;
let sockets = '';
beforeAll(async () => {
  await builtInstallation();
  ordeal = await Ordeal.open();
  sockets = join(ordeal.app.dataFolder, 'run');
  await ordeal.begin('deleted');
}, 120_000);
afterAll(() => ordeal.close());

const hosts = async () =>
  (await processes()).filter(({ command }) => command.includes('headless.js') && command.includes(ordeal.app.dataFolder)).length;
const create = (name: string) => kimiShell(ordeal.app.dataFolder, ['session', 'create', name, '--agent', 'shell', '--cwd', '/']);

/** Nothing was lost, and everything that is new works: a command, a screen, a session. */
async function allWorks(name: string): Promise<void> {
  const created = await create(name);
  expect(created.code, created.stderr).toBe(0);
  await ordeal.goesOn();
  expect(await ordeal.wrongOnScreen()).toBe(0);
  await ordeal.eventsArrive();
  expect(ordeal.seen).toMatchObject({ lost: 0, doubled: 0, corrupted: 0, named: 0 });
  expect(ordeal.holes).toBe(0);
  expect(await hosts()).toBe(1);
}

describe('a socket file that is deleted is made anew, and nobody loses anything', () => {
  test("the engine's: a command that comes at once waits for it and starts no second engine", async () => {
    await rm(socketPath(ordeal.app.dataFolder, 'engine'));
    await allWorks('after the engine’s');
  });

  test.each(['holder', 'mirror'] as const)('of the %s', async (part) => {
    const [name] = (await readdir(sockets)).filter((file) => file.startsWith(part));
    await rm(join(sockets, name!));
    await until('it is there again', () => existsSync(join(sockets, name!)), 5_000);
    if (part === 'holder') {
      // Whoever comes new comes by that file: the next engine, and its gateway and mirror.
      await ordeal.kill('engine');
      await ordeal.app.start();
    }
    await allWorks(`after the ${part}’s`);
  });

  test.each(['deleted', 'moved away'])('with their folder %s', async (how) => {
    const mirror = `mirror-${await ordeal.pidOf('mirror')}.sock`;
    const before = (await readdir(sockets)).filter((name) => !name.startsWith('mirror') || name === mirror);
    if (how === 'deleted') await rm(sockets, { recursive: true });
    else await rename(sockets, `${sockets}.aside`);
    await until('they are all there again', () => before.every((name) => existsSync(join(sockets, name))), 5_000);
    // And again: the new folder is looked after as well.
    await rm(socketPath(ordeal.app.dataFolder, 'engine'));
    await allWorks(`after their folder was ${how}`);
  });
});

test.skipIf(process.platform === 'win32')('an engine whose data folder is emptied ends, and the next command starts another', async () => {
  const one = await person();
  const run = (...args: string[]) => one.run(args, { cwd: '/' });
  expect((await run('config', 'set', 'theme', 'dark')).code).toBe(0);
  const old = (await one.enginePid()) ?? 0;
  for (const name of await readdir(one.dataFolder)) await rm(join(one.dataFolder, name), { recursive: true, force: true, maxRetries: 10 });
  await until('the old engine has ended', async () => !(await isRunning(old)), 10_000);
  expect(await run('config', 'get', 'theme')).toMatchObject({ code: 0, stdout: 'system\n' });
  expect((await run('config', 'set', 'theme', 'light')).code).toBe(0);
});

test.skipIf(process.platform === 'win32')(
  'of a data folder that is made anew only the new engine is left, and nothing of the old one is in it',
  async () => {
    const one = await person();
    const run = (...args: string[]) => one.run(args, { cwd: '/' });
    expect((await run('config', 'set', 'theme', 'dark')).code).toBe(0);
    const old = (await one.enginePid()) ?? 0;
    // What the engine is just writing makes it not empty.
    await rm(one.dataFolder, { recursive: true, maxRetries: 10 });
    expect((await run('config', 'set', 'theme', 'light')).code).toBe(0);
    expect(await one.enginePid()).not.toBe(old);
    await until('the old engine has ended', async () => !(await isRunning(old)), 10_000);
    // Whose socket came back when the new engine left.
    await run('serve', '--stop');
    expect(await run('config', 'get', 'theme')).toMatchObject({ code: 0, stdout: 'light\n' });
    expect(await run('audit', 'verify')).toMatchObject({ code: 0 });
  },
);

describe('the runtime folder, deleted while everything runs from it', () => {
  const runtime = () => join(ordeal.app.dataFolder, 'runtime');
  const doctor = async () => {
    const { checks } = await asOwner(ordeal.app.dataFolder, (client) => client.system.doctor({}));
    return checks.find(({ id }) => id === 'runtime');
  };

  test('is told by the doctor and copied anew for the next session', async () => {
    const build = JSON.parse(await readFile(await recordOf('holders'), 'utf8')).build as string;
    await rm(join(runtime(), build), { recursive: true });
    expect(await doctor()).toMatchObject({ ok: 'warning', message: 'doctor.runtime.missing' });
    await allWorks('after the runtime');
    expect(await doctor()).toMatchObject({ ok: 'ok' });
    expect(existsSync(join(runtime(), build, 'holder.js'))).toBe(true);
  });

  test('as a whole: also a mirror that has to be started finds it again', async () => {
    await rm(runtime(), { recursive: true });
    await ordeal.kill('mirror');
    await allWorks('after all runtimes');
  });

  async function recordOf(folder: string): Promise<string> {
    const [name] = (await readdir(join(ordeal.app.dataFolder, folder))).filter((file) => file.endsWith('.json'));
    return join(ordeal.app.dataFolder, folder, name!);
  }
});
