import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { isPassing } from '#shared/retry/passing.ts';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

/**
 * Makes sure that a program can be started in `folder`.
 * @throws KimiError INVALID_INPUT (not absolute) | FOLDER_MISSING (absent, or not a folder) | FOLDER_UNREADABLE
 */
export async function checkFolder(folder: string): Promise<void> {
  if (!path.isAbsolute(folder)) throw new KimiError('INVALID_INPUT', { field: 'cwd', value: folder, reason: 'not an absolute path' });
  let isFolder: boolean;
  try {
    isFolder = (await stat(folder)).isDirectory();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new KimiError('FOLDER_MISSING', { path: folder, reason: 'no such folder' }, { cause: error });
    throw new KimiError('FOLDER_UNREADABLE', { path: folder, reason: code }, { cause: error });
  }
  if (!isFolder) throw new KimiError('FOLDER_MISSING', { path: folder, reason: 'not a folder' });
  try {
    await access(folder, constants.R_OK | constants.X_OK);
  } catch (error) {
    throw new KimiError('FOLDER_UNREADABLE', { path: folder, reason: codeOf(error) }, { cause: error });
  }
}

/** Where a bare program name is looked for, and what it is relative to when it has a folder in it. */
export interface ProgramSearch {
  readonly path: string;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Windows: endings that make a file a program, `.COM;.EXE;…`. */
  readonly pathExt?: string;
}

/**
 * The absolute path of a program that can be started.
 * @throws KimiError BINARY_MISSING | BINARY_NOT_EXECUTABLE (a folder, no permission, or a script whose interpreter is missing)
 */
export async function findProgram(file: string, search: ProgramSearch): Promise<string> {
  let refused: KimiError | null = null;
  for (const candidate of programCandidates(file, search)) {
    const finding = await inspect(candidate, search);
    if (finding === 'ok') return candidate;
    if (finding !== 'missing') refused ??= new KimiError('BINARY_NOT_EXECUTABLE', { path: candidate, ...reasonOf(finding) });
  }
  throw refused ?? new KimiError('BINARY_MISSING', { path: file, reason: hasFolder(file, search.platform) ? 'missing' : 'not on PATH' });
}

function hasFolder(file: string, platform: NodeJS.Platform): boolean {
  return file.includes('/') || (platform === 'win32' && file.includes('\\'));
}

/** Every file that a program's name may mean, in the order in which the system would try them. Pure. */
export function programCandidates(file: string, { path: searchPath, cwd, platform, pathExt }: ProgramSearch): string[] {
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  const places = hasFolder(file, platform)
    ? [flavour.resolve(cwd, file)]
    : searchPath
        .split(flavour.delimiter)
        .filter((entry) => entry !== '')
        .map((entry) => flavour.join(entry, file));
  if (platform !== 'win32') return places;
  const endings = (pathExt ?? '.COM;.EXE;.BAT;.CMD').split(';').filter((ending) => ending !== '');
  const named = endings.some((ending) => file.toLowerCase().endsWith(ending.toLowerCase()));
  return named ? places : places.flatMap((place) => endings.map((ending) => place + ending.toLowerCase()));
}

/** Texts for people are found by fixed words, so what varies stands beside them. */
function reasonOf(finding: Finding): { readonly reason: string; readonly interpreter?: string } {
  return typeof finding === 'string' ? { reason: finding } : { reason: 'its interpreter is missing', interpreter: finding.interpreter };
}

/** `ok`, why not in fixed words (or the system's code), or the interpreter that a script lacks. */
type Finding = string | { readonly interpreter: string };

async function inspect(file: string, search: ProgramSearch): Promise<Finding> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return 'a folder';
    if (!found.isFile()) return 'not a file';
    if (search.platform === 'win32') return 'ok';
    await access(file, constants.X_OK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    return code;
  }
  const interpreter = await interpreterOf(file);
  if (interpreter === null) return 'ok';
  const missing = await missingInterpreter(interpreter, search);
  return missing === null ? 'ok' : { interpreter: missing };
}

/** A script's interpreter as its first line names it. */
export interface Interpreter {
  readonly file: string;
  /** For `/usr/bin/env name`: the name, looked for on PATH when the script starts. */
  readonly viaEnv: string | null;
}

/** Reads the `#!` line of a script; null for anything else. */
export async function interpreterOf(file: string): Promise<Interpreter | null> {
  let head: string;
  try {
    const handle = await open(file, 'r');
    try {
      // Linux reads 256 bytes of the line; more would not be honoured.
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(256), 0, 256, 0);
      head = buffer.toString('latin1', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    // A program may be executable and not readable, or too many files may be open for a moment; then it is no script that we could help with.
    if (codeOf(error) === 'EACCES' || isPassing(error)) return null;
    throw error;
  }
  const line = /^#![ \t]*([^\r\n]*)/.exec(head)?.[1]?.trim();
  if (line === undefined || line === '') return null;
  const [program = '', ...rest] = line.split(/[ \t]+/);
  if (path.posix.basename(program) !== 'env') return { file: program, viaEnv: null };
  return { file: program, viaEnv: rest.find((word) => !word.startsWith('-') && !word.includes('=')) ?? null };
}

async function missingInterpreter(interpreter: Interpreter, search: ProgramSearch): Promise<string | null> {
  const wanted = interpreter.viaEnv ?? interpreter.file;
  for (const candidate of programCandidates(wanted, search)) {
    try {
      await access(candidate, constants.X_OK);
      return null;
    } catch (error) {
      if (codeOf(error) === 'UNKNOWN') throw error;
    }
  }
  return wanted;
}
