import { chmod, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '#shared/contract/index.ts';
import { auditPaths } from '../../../src-main/engine/audit/index.ts';
import { person } from './support.ts';

interface Answer {
  readonly checks: readonly {
    readonly id: string;
    readonly ok: string;
    readonly message: string;
    readonly values: Record<string, string>;
    readonly remedy?: object;
  }[];
  readonly repaired: readonly string[];
}
const permissions = async (path: string) => (await stat(path)).mode & 0o777;

describe('kimi-shell doctor --repair', () => {
  it('does what an engine’s finding offers, one of them or all, and each is an entry of the audit log', async () => {
    const { run, json, dataFolder } = await person();
    await run(['session', 'list']);
    const { key } = auditPaths(dataFolder);
    await chmod(key, 0o644);

    const said = await run(['doctor']);
    expect(said.stdout).toContain(`kimi-shell doctor --repair keychain: Takes from others the right to read ${key}.`);
    const refused = await run(['doctor', '--repair']);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('--yes');
    expect(await permissions(key), 'nothing is done unasked').toBe(0o644);

    const one = JSON.parse((await run(['doctor', '--repair', 'keychain', '--yes', '--json'])).stdout) as Answer;
    expect(one.repaired).toEqual(['keychain']);
    expect(one.checks).toContainEqual(expect.objectContaining({ id: 'keychain', ok: 'ok' }));
    expect(await permissions(key)).toBe(0o600);

    const { checks } = JSON.parse((await run(['doctor', '--json'])).stdout) as Answer;
    const runtime = checks.find(({ id }) => id === 'runtime')?.values.path ?? '';
    await rm(join(runtime, 'mirror.js'));
    const mended = await run(['doctor', '--repair', 'runtime', '--yes']);
    expect(mended.stderr).toBe('');
    expect(mended.stdout).toMatch(/was deleted or cut short[\s\S]*Repaired; found now:[\s\S]*are whole/);
    expect((await stat(join(runtime, 'mirror.js'))).isFile()).toBe(true);

    const { entries } = await json<{ entries: AuditEntry[] }>(['audit', 'list', '--procedure', 'system.repair']);
    expect(entries.map(({ where, result }) => [where, result])).toEqual([
      [{ finding: 'runtime' }, 'ok'],
      [{ finding: 'keychain' }, 'ok'],
    ]);
  });

  it('repairs without an engine what can be repaired without one', async () => {
    const { run, dataFolder, enginePid } = await person();
    await chmod(dataFolder, 0o755);
    const found = JSON.parse((await run(['doctor', '--json'])).stdout) as Answer;
    expect(found.checks).toContainEqual(expect.objectContaining({ id: 'data-folder', ok: 'warning', message: 'cli.doctor.data.open' }));
    expect(await permissions(dataFolder), 'looking changes nothing').toBe(0o755);
    const done = JSON.parse((await run(['doctor', '--repair', 'data-folder', '--yes', '--json'])).stdout) as Answer;
    expect(done.repaired).toEqual(['data-folder']);
    expect(await permissions(dataFolder)).toBe(0o700);
    expect(await enginePid()).toBeNull();

    expect((await run(['doctor', '--repair', 'data-folder', '--yes'])).stdout).toContain('Nothing was found');
    expect(await run(['doctor', '--repair', 'teapot', '--yes'])).toMatchObject({ code: 3 });
    expect(await run(['doctor', '--yes'])).toMatchObject({ code: 2 });
  });
});
