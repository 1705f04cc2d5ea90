import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, readJsonIfThere, writeFileAtomic } from '../durable-file.ts';
import { ChildId, ExitSchema } from '../protocol/schemas.ts';
import type { ChildSpec, ExitRecord } from '../types.ts';

/** Folder of all spools. */
export function spoolRoot(dataFolder: string): string {
  return join(dataFolder, 'spool');
}

/** Folder of one child's spool. @throws ZodError for an id that is no plain name: it must not lead out of the root */
export function spoolFolder(dataFolder: string, childId: string): string {
  return join(spoolRoot(dataFolder), ChildId.parse(childId));
}

/** Who a process is, for good: process numbers are used again, a number with its start time is not. */
const ProcessName = z.object({ pid: z.number().int(), startTime: z.string() });
export type ProcessName = z.infer<typeof ProcessName>;

/** `child.json`: what was to be started, written before it was. Environment values may be secrets: only names are kept. */
export const ChildFile = z.object({
  childId: ChildId,
  kind: z.enum(['pty', 'pipe']),
  file: z.string(),
  args: z.array(z.string()),
  cwd: z.string(),
  envNames: z.array(z.string()),
  cols: z.number().int(),
  rows: z.number().int(),
  keepBytes: z.number(),
  /** ms since the epoch. */
  startedAt: z.number(),
  holder: z.object({ id: z.string(), ...ProcessName.shape, boot: z.string().optional() }),
});
export type ChildFile = z.infer<typeof ChildFile>;

/** `exit.json`. `lost`: the child was only found gone, after its holder had died. */
const ExitFile = z.intersection(ExitSchema, z.object({ lost: z.boolean().default(false) }));

/** What `child.json` says of a child. */
export function childFileOf(spec: ChildSpec, startedAt: number, holder: ChildFile['holder']): ChildFile {
  const { childId, kind, file, args, cwd, cols, rows, keepBytes, env } = spec;
  return { childId, kind, file, args: [...args], cwd, envNames: Object.keys(env), cols, rows, keepBytes, startedAt, holder };
}

/** Null when there is none, or one that was cut short. @throws NodeJS.ErrnoException */
export async function readChildFile(folder: string): Promise<ChildFile | null> {
  return ChildFile.safeParse(await readJsonIfThere(join(folder, 'child.json'))).data ?? null;
}

/** Path of the record of a child's process, which the child's own start line writes before it becomes the program. */
export function processFile(folder: string): string {
  return join(folder, 'process');
}

/**
 * The process that was started, or null. On Linux the file holds the kernel's `stat` line, elsewhere the process number and, on a second
 * line, the start time that the holder added.
 */
export async function readProcessFile(folder: string): Promise<ProcessName | null> {
  const text = await readIfThere(processFile(folder));
  return text === null ? null : parseProcessFile(text);
}

/** The same, from the file's text. */
export function parseProcessFile(text: string): ProcessName | null {
  const [first = '', second = ''] = text.split('\n');
  const pid = Number.parseInt(first, 10);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const fromStat = startTimeInStat(first);
  return { pid, startTime: fromStat ?? second.trim() };
}

/** The 22nd field of a `stat` line; the name before it may hold spaces and brackets, so it is counted from the last bracket. */
export function startTimeInStat(line: string): string | null {
  const afterName = line.lastIndexOf(')');
  return afterName === -1 ? null : (line.slice(afterName + 2).split(' ')[19] ?? null);
}

/** Records a child's end so that it outlives a loss of power. @throws NodeJS.ErrnoException */
export async function writeExitFile(folder: string, exit: ExitRecord, lost: boolean): Promise<void> {
  await writeFileAtomic(join(folder, 'exit.json'), `${JSON.stringify({ ...exit, lost })}\n`);
}

/** Null while the child runs, as far as this folder knows. @throws NodeJS.ErrnoException */
export async function readExitFile(folder: string): Promise<{ readonly exit: ExitRecord; readonly lost: boolean } | null> {
  const parsed = ExitFile.safeParse(await readJsonIfThere(join(folder, 'exit.json')));
  if (!parsed.success) return null;
  const { lost, code, signal, at } = parsed.data;
  return { exit: { code, signal, at }, lost };
}
