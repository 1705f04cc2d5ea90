import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtInstallation } from '../../support/build.ts';
import { installInto } from '../../support/installation.ts';
import { callOf, Ground } from './ground.ts';

let folder: string;
let ground: Ground;
beforeAll(async () => {
  await builtInstallation();
  folder = await mkdtemp(join(tmpdir(), 'kimi-installation-'));
  await installInto(folder);
  await rm(join(folder, 'node_modules/@kimi-shell'), { recursive: true });
  ground = await Ground.open({ root: folder });
}, 120_000);
afterAll(async () => {
  await ground.close();
  await rm(folder, { recursive: true, force: true });
});

describe('where the native part could not be built', () => {
  test('the doctor says that only tokens decide, and how to repair it', async () => {
    const { checks } = await ground.owner((client) => client.system.doctor({}));
    const finding = checks.find(({ id }) => id === 'callers');
    expect(finding).toMatchObject({ ok: 'warning', message: 'doctor.callers.tokens' });
    expect(finding?.values.reason).toContain('@kimi-shell/descent');
  });

  test('sessions run, and their programs are told by their tokens', async () => {
    const own = await ground.fromInside((target) => callOf(target, 'own', 'system/whoami'));
    expect(own.outcome.answer).toMatchObject({ role: 'agent', session: own.session });
    const none = await ground.fromInside((target) => callOf(target, null, 'system/whoami'));
    expect(none.outcome.refused).toBe('UNAUTHENTICATED');
    const stolen = await ground.fromInside((target) => callOf(target, target.ownerToken, 'system/whoami'));
    expect(stolen.outcome.answer).toMatchObject({ role: 'owner' });
  });
});

test('where it was built, the doctor says so', async () => {
  const whole = await Ground.open();
  try {
    const { checks } = await whole.owner((client) => client.system.doctor({}));
    expect(checks.find(({ id }) => id === 'callers')).toMatchObject({ ok: 'ok', message: 'doctor.callers.ok' });
  } finally {
    await whole.close();
  }
});
