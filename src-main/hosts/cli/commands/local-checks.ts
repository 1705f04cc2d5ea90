import { constants } from 'node:fs';
import { access, chmod, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { DoctorCheck } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Doctor } from '../../../engine/doctor/index.ts';
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
  // The engine looks at all this itself, and at its own folder much closer.
  if (!running) checks.push(await dataFolderCheck(dataFolder));
  if (!running && installation.hostEntry !== null) checks.push(...(await (await doctorHere(context)).run()));
  if (installation.hostEntry === null && !door.inChild)
    checks.push({ id: 'build', ok: 'failed', message: 'cli.doctor.build.missing', values: {} });
  return { running, checks };
}

/**
 * Does what the remedy of a finding says where no engine runs, and looks again. Nobody writes that down: the log is an engine's.
 * @throws KimiError as the repair does
 */
export async function repairHere(id: string, context: CommandContext): Promise<Check> {
  if (id !== 'data-folder') return (await doctorHere(context)).repair(id);
  const { dataFolder } = context;
  try {
    await chmod(dataFolder, 0o700);
  } catch (error) {
    throw new KimiError('DATA_FOLDER_UNWRITABLE', { path: dataFolder, reason: codeOf(error) }, { cause: error });
  }
  return dataFolderCheck(dataFolder);
}

async function doctorHere(context: CommandContext): Promise<Doctor> {
  // Only here: it brings the engine's packages along, which a copied runtime does not have.
  const { machineDoctor } = await import('./machine-doctor.ts');
  const { dataFolder, installation, io } = context;
  return machineDoctor({ dataFolder, existing: await nearestExisting(dataFolder), nodeBinary: installation.nodeBinary, env: io.env });
}

/** The folder itself, or the nearest one above it that exists: its disk is the one that will be written to. */
async function nearestExisting(path: string): Promise<string> {
  const there = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return there || dirname(path) === path ? path : nearestExisting(dirname(path));
}

async function dataFolderCheck(path: string): Promise<Check> {
  const check = (ok: Check['ok'], message: string, values: Check['values'] = {}): Check => ({
    id: 'data-folder',
    ok,
    message,
    values: { path, ...values },
  });
  const newFolder = async (): Promise<Check> => {
    try {
      await access(await nearestExisting(path), constants.W_OK | constants.X_OK);
      return check('ok', 'cli.doctor.data.new');
    } catch (error) {
      return check('failed', 'cli.doctor.data.refused', { reason: codeOf(error) });
    }
  };
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return check('failed', 'cli.doctor.data.no-folder');
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    // On Windows the folder's list of rights decides, which has no such bits.
    if (process.platform === 'win32' || (found.mode & 0o077) === 0) return check('ok', 'cli.doctor.data.ok');
    return { ...check('warning', 'cli.doctor.data.open'), remedy: { message: 'cli.doctor.remedy.data-folder', values: { path } } };
  } catch (error) {
    const reason = codeOf(error);
    return reason === 'ENOENT' ? newFolder() : check('failed', 'cli.doctor.data.refused', { reason });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
