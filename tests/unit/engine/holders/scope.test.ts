import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scopeCommand } from '../../../../src-main/engine/holders/scope.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function machine(options: { readonly manager: boolean; readonly program: boolean }) {
  const root = await tempFolder();
  await mkdir(join(root, 'run/systemd'), { recursive: true });
  await mkdir(join(root, 'bin'));
  if (options.manager) await writeFile(join(root, 'run/systemd/private'), '');
  if (options.program) await writeFile(join(root, 'bin/systemd-run'), '#!/bin/sh\n', { mode: 0o755 });
  return { root, env: { XDG_RUNTIME_DIR: join(root, 'run'), PATH: `relative:/nowhere:${join(root, 'bin')}` } };
}

describe('a scope of its own for the holder', () => {
  it('is asked of systemd where the person has a manager', async () => {
    const { root, env } = await machine({ manager: true, program: true });
    const command = await scopeCommand(env, 'linux');
    expect(command?.slice(0, 3)).toEqual([join(root, 'bin/systemd-run'), '--user', '--scope']);
    expect(command?.at(-1)).toBe('--');
  });

  it('is done without where there is no manager, no program, or no Linux', async () => {
    const none = await machine({ manager: false, program: true });
    expect(await scopeCommand(none.env, 'linux')).toBeNull();
    expect(await scopeCommand((await machine({ manager: true, program: false })).env, 'linux')).toBeNull();
    expect(await scopeCommand({ PATH: '/bin' }, 'linux')).toBeNull();
    expect(await scopeCommand((await machine({ manager: true, program: true })).env, 'darwin')).toBeNull();
  });
});
