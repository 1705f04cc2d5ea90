import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { z } from 'zod';
import type { DoctorCheck } from '#shared/contract/index.ts';
import type { CommandContext } from '../context.ts';
import { isOpen } from '../engine/door.ts';

type Check = z.infer<typeof DoctorCheck>;

/** What the command line itself can find out, with or without an engine. */
export async function localChecks(context: CommandContext): Promise<{ readonly running: boolean; readonly checks: readonly Check[] }> {
  const { dataFolder, door, installation } = context;
  const running = await isOpen(door);
  const checks: Check[] = [
    running
      ? { id: 'engine', ok: 'ok', message: 'cli.doctor.engine.runs', values: { dataFolder } }
      : { id: 'engine', ok: 'warning', message: 'cli.doctor.engine.none', values: { dataFolder } },
  ];
  // The engine looks at its own folder much closer.
  if (!running) checks.push(await dataFolderCheck(dataFolder));
  if (installation.hostEntry === null && !door.inChild)
    checks.push({ id: 'build', ok: 'failed', message: 'cli.doctor.build.missing', values: {} });
  return { running, checks };
}

async function dataFolderCheck(path: string): Promise<Check> {
  const check = (ok: Check['ok'], message: string, values: Check['values'] = {}): Check => ({
    id: 'data-folder',
    ok,
    message,
    values: { path, ...values },
  });
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return check('failed', 'cli.doctor.data.no-folder');
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return check('ok', 'cli.doctor.data.ok');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return reason === 'ENOENT' ? check('ok', 'cli.doctor.data.new') : check('failed', 'cli.doctor.data.refused', { reason });
  }
}
