import { homedir, hostname } from 'node:os';
import { basename } from 'node:path';
import type { Settings } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { findProgram, type LaunchResolver, readVariable } from '../launch/index.ts';
import type { SessionRecord } from '../sessions/types.ts';
import type { Uploads } from '../uploads/index.ts';
import { type EditorCall, editorCalls } from './editors.ts';
import { locate, type PathGround, shellFolder } from './locate.ts';
import { quotePath, type ShellKind, shellKind } from './quote-path.ts';
import { startEditor } from './start-editor.ts';
import type { FileService } from './types.ts';

export interface FileServiceOptions {
  readonly findSession: (ref: string) => Promise<Pick<SessionRecord, 'id' | 'agent' | 'cwd'>>;
  readonly uploads: Pick<Uploads, 'put'>;
  /** Reads the settings anew. */
  readonly editor: () => Promise<Settings['editor']>;
  readonly launch: Pick<LaunchResolver, 'loginEnvironment'>;
}

/** Finds and opens files that sessions' terminals name. */
export function createFiles({ findSession, uploads, editor, launch }: FileServiceOptions): FileService {
  const { platform } = process;

  async function groundOf(request: { readonly session: string; readonly shellFolder?: string | undefined }): Promise<PathGround> {
    const { cwd } = await findSession(request.session);
    const machine = { host: hostname(), platform };
    const said = request.shellFolder === undefined ? null : shellFolder(request.shellFolder, machine);
    return { ...machine, folders: said === null || said === cwd ? [cwd] : [said, cwd], home: homedir() };
  }

  async function find(calls: readonly EditorCall[], cwd: string, env: Readonly<Record<string, string>>) {
    let refused: KimiError | null = null;
    const pathExt = readVariable(env, 'PATHEXT', platform);
    const search = { path: readVariable(env, 'PATH', platform) ?? '', cwd, platform, ...(pathExt === undefined ? {} : { pathExt }) };
    for (const { programs, args } of calls) {
      for (const name of programs) {
        try {
          const program = await findProgram(name, search);
          // Only a shell runs those, and a path would be read by it.
          if (platform === 'win32' && /\.(cmd|bat)$/i.test(program)) {
            refused ??= new KimiError('EDITOR_MISSING', { program: name, reason: 'it is a batch file: name the .exe behind it' });
          } else return { program, args };
        } catch (error) {
          if (!(error instanceof KimiError)) throw error;
          if (error.code === 'BINARY_NOT_EXECUTABLE') refused ??= new KimiError('EDITOR_MISSING', { program: name, ...error.context });
        }
      }
    }
    const looked = calls.flatMap(({ programs }) => programs);
    throw refused ?? new KimiError('EDITOR_MISSING', { ...(calls.length === 1 ? { program: calls[0]?.programs[0] ?? '' } : {}), looked });
  }

  async function shellOf(agent: SessionRecord['agent']): Promise<ShellKind> {
    const shell =
      agent === 'shell' && platform === 'win32' ? readVariable(await launch.loginEnvironment(), 'COMSPEC', platform) : undefined;
    return shellKind(shell, platform);
  }

  return {
    async locate(request) {
      const ground = await groundOf(request);
      return Promise.all(request.paths.map((printed) => locate(printed, ground)));
    },
    async quote({ session, paths }) {
      const shell = await shellOf((await findSession(session)).agent);
      return paths.map((path) => quotePath(path, shell));
    },
    async put(part) {
      const { id, agent } = await findSession(part.session);
      const { upload, path } = await uploads.put(id, { ...part, data: Buffer.from(part.data, 'base64') });
      if (path === null) return { upload, file: null };
      return { upload, file: { path, quoted: quotePath(path, await shellOf(agent)) } };
    },
    async edit(request, caller) {
      // A program starts on the person's screen: only where somebody clicked.
      if (caller.kind !== 'window') throw new KimiError('DENIED', { need: 'window', have: caller.kind });
      const ground = await groundOf(request);
      const found = await locate(request.path, ground);
      if (found === null) throw new KimiError('NOT_FOUND', { path: request.path });
      const env = await launch.loginEnvironment();
      const localAppData = readVariable(env, 'LOCALAPPDATA', platform);
      const calls = editorCalls(await editor(), { ...found, line: request.line, column: request.column }, { platform, localAppData });
      // Not the session's folder: what lies there must not decide which program runs, or how.
      const { program, args } = await find(calls, ground.home, env);
      await startEditor(program, args, { cwd: ground.home, env });
      return { path: found.path, program: basename(program) };
    },
  };
}
