import type { EditorName } from '#shared/editors.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** What to open: an absolute path, and where in it. */
export interface EditTarget {
  readonly path: string;
  readonly folder: boolean;
  /** Counted from 1. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** A way to open something: the first of `programs` that is there, with `args`. */
export interface EditorCall {
  readonly programs: readonly string[];
  readonly args: readonly string[];
}

interface Preset {
  /** Names on PATH, and where installers put them without telling PATH. */
  readonly programs: readonly string[];
  readonly mac?: string;
  /** Below %LOCALAPPDATA%\Programs: on PATH there are batch files, which only a shell can run. */
  readonly windows?: string;
  readonly at: (place: string, target: EditTarget & { readonly line: number; readonly column: number }) => readonly string[];
}

const goTo: Preset['at'] = (place) => ['-g', place];
const plain: Preset['at'] = (place) => [place];
const inApp = (app: string, name: string) => `/Applications/${app}.app/Contents/Resources/app/bin/${name}`;

/** In the order in which `auto` tries them. */
const PRESETS: Readonly<Record<Exclude<EditorName, 'auto' | 'custom'>, Preset>> = {
  vscode: { programs: ['code'], mac: inApp('Visual Studio Code', 'code'), windows: 'Microsoft VS Code\\Code.exe', at: goTo },
  cursor: { programs: ['cursor'], mac: inApp('Cursor', 'cursor'), windows: 'cursor\\Cursor.exe', at: goTo },
  vscodium: { programs: ['codium'], mac: inApp('VSCodium', 'codium'), windows: 'VSCodium\\VSCodium.exe', at: goTo },
  windsurf: { programs: ['windsurf'], mac: inApp('Windsurf', 'windsurf'), windows: 'Windsurf\\Windsurf.exe', at: goTo },
  zed: { programs: ['zed', 'zeditor'], mac: '/Applications/Zed.app/Contents/MacOS/cli', at: plain },
  sublime: { programs: ['subl'], mac: '/Applications/Sublime Text.app/Contents/SharedSupport/bin/subl', at: plain },
  jetbrains: {
    programs: ['idea', 'webstorm', 'pycharm', 'goland', 'clion', 'rider', 'phpstorm', 'rustrover', 'rubymine'],
    at: (_place, { path, line, column }) => ['--line', String(line), '--column', String(column), path],
  },
};

/** The ways to try, in order. @throws KimiError EDITOR_MISSING when the person's own command is none */
export function editorCalls(
  { program, command }: { readonly program: EditorName; readonly command: string },
  target: EditTarget,
  { platform, localAppData }: { readonly platform: NodeJS.Platform; readonly localAppData: string | undefined },
): readonly EditorCall[] {
  if (program === 'custom') return [ownCall(command, target)];
  const chosen = program === 'auto' ? Object.values(PRESETS) : [PRESETS[program]];
  return chosen.map(({ programs, mac, windows, at }) => ({
    programs: [
      ...programs,
      ...(platform === 'darwin' && mac !== undefined ? [mac] : []),
      ...(platform === 'win32' && windows !== undefined && localAppData !== undefined ? [`${localAppData}\\Programs\\${windows}`] : []),
    ],
    args: argsFor(at, target),
  }));
}

function argsFor(at: Preset['at'], target: EditTarget): readonly string[] {
  const { path, folder, line, column = 1 } = target;
  // Without a place, editors keep the one where the person was in the file.
  if (folder || line === undefined) return [path];
  return at(`${path}:${line}:${column}`, { ...target, line, column });
}

function ownCall(command: string, { path, line = 1, column = 1 }: EditTarget): EditorCall {
  const [program, ...words] = splitCommand(command);
  if (program === undefined) throw new KimiError('EDITOR_MISSING', { reason: 'the command is empty' });
  const values: Readonly<Record<string, string>> = { path, line: String(line), column: String(column) };
  // In one pass: what stands in a path is a path, also when it looks like a place to fill in.
  const args = words.map((word) => word.replaceAll(/\{(path|line|column)\}/g, (_all, name: string) => values[name] ?? ''));
  return { programs: [program], args: words.some((word) => word.includes('{path}')) ? args : [...args, path] };
}

/**
 * A command line as words: blanks divide them, quotes of either kind hold them together; nothing else has a meaning.
 * @throws KimiError EDITOR_MISSING for a quote that is not closed
 */
export function splitCommand(command: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (const letter of command) {
    if (quote !== null) {
      if (letter === quote) quote = null;
      else word += letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + letter;
  }
  if (quote !== null) throw new KimiError('EDITOR_MISSING', { reason: 'the command has a quote that is not closed' });
  return word === null ? words : [...words, word];
}
