import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditPaths } from '#main/engine/audit/index.ts';
import { createDoctor, machineChecks, type TraySupport } from '#main/engine/doctor/index.ts';
import { createLaunchResolver } from '#main/engine/launch/index.ts';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { styleFor } from '#main/hosts/cli/output/style.ts';
import { doctorView } from '#main/hosts/cli/output/views.ts';
import { PARTS } from '#shared/degradation.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/** What the doctor finds on a machine, which has everything but what the test takes away. */
async function found(
  machine: {
    readonly path?: string;
    readonly networks?: object;
    readonly tray?: TraySupport;
    readonly kimi?: boolean;
    readonly open?: true;
    readonly keychain?: string;
  } = {},
) {
  const dataFolder = await tempFolder();
  const { key } = auditPaths(dataFolder);
  await mkdir(dirname(key));
  await writeFile(key, 'x');
  await chmod(key, machine.open === true ? 0o644 : 0o600);
  const launch = createLaunchResolver({
    nodeBinary: process.execPath,
    env: { HOME: dataFolder, SHELL: '/bin/sh', PATH: process.env.PATH },
  });
  const path = machine.path;
  // A login shell sets a PATH of its own.
  const shell = path === undefined ? launch : { ...launch, loginEnvironment: async () => ({ PATH: path, SHELL: '/bin/sh' }) };
  const kimi = machine.kimi ?? true;
  const agents = {
    list: async () => [
      { id: 'kimi' as const, found: kimi, looked: ['/usr/bin/kimi'], ...(kimi ? { path: '/usr/bin/kimi', version: '2.1.0' } : {}) },
    ],
  };
  const networks = () => (machine.networks ?? { lo: [{ internal: true }], eth0: [{ internal: false }] }) as ReturnType<typeof Object>;
  const checks = await createDoctor(
    machineChecks({
      dataFolder,
      launch: shell,
      agents,
      networks,
      keychain: async () => machine.keychain ?? null,
      tray: async () => machine.tray ?? 'yes',
    }),
  ).run();
  return (id: string) => checks.find((check) => check.id === id);
}

describe('a part that is missing', () => {
  it('is named by the check that looks for it, with the command that brings it', async () => {
    const empty = await tempFolder();
    const check = await found({ path: empty, networks: { lo: [{ internal: true }] }, tray: 'no', kimi: false });
    expect(check('git')).toMatchObject({ ok: 'warning', missing: 'git' });
    expect(check('network')).toMatchObject({ ok: 'warning', missing: 'network' });
    expect(check('tray')).toMatchObject({ ok: 'warning', missing: 'tray' });
    expect(check('kimi')).toMatchObject({ ok: 'failed', missing: 'kimi', repair: 'kimi-shell agent install' });
  });

  it('is not named where it is there, or cannot be asked for', async () => {
    const check = await found({ tray: 'unknown' });
    for (const id of ['network', 'tray', 'kimi']) {
      expect(check(id), id).toMatchObject({ ok: 'ok' });
      expect(check(id), id).not.toHaveProperty('missing');
    }
  });

  it('names the networks there are as the reader’s language lists them', async () => {
    const outside = [{ internal: false }];
    const { message, values } = (await found({ networks: { eth0: outside, wlan0: outside } }))('network')!;
    expect(textsIn('en').lookUp(message, values)).toContain('eth0, wlan0');
    expect(textsIn('zh-CN').lookUp(message, values)).toContain('eth0、wlan0');
  });

  it('does no harm where there is no keychain, and does where others can read a key', async () => {
    expect((await found())('keychain')).toEqual({ id: 'keychain', ok: 'ok', message: 'doctor.keychain.ok', values: {} });
    expect((await found({ keychain: 'no bus' }))('keychain')).toMatchObject({
      ok: 'ok',
      values: { why: 'no bus' },
      missing: 'keychain',
    });
    expect((await found({ open: true }))('keychain')).toMatchObject({ ok: 'failed', message: 'doctor.keychain.open' });
  });

  it('takes the right to read a key from others when that is asked for', async () => {
    const dataFolder = await tempFolder();
    const { key } = auditPaths(dataFolder);
    await mkdir(dirname(key));
    await writeFile(key, 'x');
    await chmod(key, 0o644);
    const unused = {} as Parameters<typeof machineChecks>[0];
    const doctor = createDoctor(machineChecks({ ...unused, dataFolder, keychain: async () => null }));
    expect(await doctor.repair('keychain')).toMatchObject({ ok: 'ok', message: 'doctor.keychain.ok' });
    expect((await stat(key)).mode & 0o777).toBe(0o600);
  });

  it.each(PARTS)('%s is explained by the command line: what goes on, what does not, the repair', (missing) => {
    const texts = textsIn('en');
    const look = { texts, style: styleFor({ isTTY: false } as NodeJS.WriteStream, {}), now: 0, width: undefined };
    const check = { id: 'x', message: 'doctor.network.none', values: {}, missing } as const;
    const lines = doctorView([{ ...check, ok: 'failed' }], look).split('\n');
    expect(lines).toHaveLength(4);
    for (const about of ['goes-on', 'stops', 'repair'] as const) expect(lines.join('\n')).toContain(texts.t(`without.${missing}.${about}`));
    expect(doctorView([{ ...check, ok: 'ok' }], look).split('\n')).toHaveLength(1);
  });
});
