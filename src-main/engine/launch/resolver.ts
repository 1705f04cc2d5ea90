import { homedir } from 'node:os';
import { Circuit } from '#shared/retry/circuit.ts';
import { checkFolder, findProgram } from './checks.ts';
import { allowedEnvironment, cleanLoginEnvironment, type Environment, readVariable, terminalVariables } from './environment.ts';
import { askLoginShell, type LoginAnswer, loginShell } from './login-shell.ts';
import type { LaunchResolver, ResolvedLaunch } from './types.ts';

export interface LaunchResolverOptions {
  /** A Node of ours that prints the login shell's environment (the installation's; Electron's own cannot run scripts). */
  readonly nodeBinary: string;
  /** The engine's own environment, of which only an allow list goes on. */
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  /** Makes sure that the binary is there. @throws KimiError RUNTIME_DAMAGED */
  readonly mendRuntime?: () => Promise<void>;
  /** Hears why the login shell could not be asked, once for each time it was. */
  readonly onProblem?: (problem: string) => void;
}

/** Builds what is spawned from what an adapter asks for; see the interface for the rules. */
export function createLaunchResolver(options: LaunchResolverOptions): LaunchResolver {
  const platform = options.platform ?? process.platform;
  const mendRuntime = options.mendRuntime ?? (async () => undefined);
  // A shell whose start-up files hang takes 5 s each time; a session must not wait for it again and again.
  const shell = new Circuit<LoginAnswer>({ failed: ({ problem }) => problem !== undefined });
  let asked: Promise<Environment> | null = null;

  async function ask(): Promise<Environment> {
    // What cannot be mended is said as an error by the start that comes next.
    await mendRuntime().catch((error: unknown) => options.onProblem?.(String(error)));
    const allowed = allowedEnvironment(options.env ?? process.env, platform);
    const base: Environment = platform === 'win32' ? allowed : { ...allowed, HOME: allowed.HOME ?? homedir() };
    // Windows has no login shell: what a program gets is what the account's settings say, which is what the engine was started with.
    const answer: LoginAnswer =
      platform === 'win32'
        ? { env: base }
        : await shell.run(() => askLoginShell({ shell: loginShell(base, platform), base, nodeBinary: options.nodeBinary }));
    if (answer.problem !== undefined) options.onProblem?.(answer.problem);
    return cleanLoginEnvironment(answer.env);
  }

  function loginEnvironment(request: { readonly refresh?: boolean } = {}): Promise<Environment> {
    if (asked === null || request.refresh === true) asked = ask();
    return asked;
  }

  async function resolve({ plan, cwd, env, own }: Parameters<LaunchResolver['resolve']>[0]): Promise<ResolvedLaunch> {
    await checkFolder(cwd);
    await mendRuntime();
    const login = await loginEnvironment();
    const built: Environment = { ...login, ...terminalVariables(login, platform), ...plan.env, ...env, ...own };
    const pathExt = readVariable(built, 'PATHEXT', platform);
    const file = await findProgram(plan.file, {
      path: readVariable(built, 'PATH', platform) ?? '',
      cwd,
      platform,
      ...(pathExt === undefined ? {} : { pathExt }),
    });
    return { file, args: plan.args, cwd, env: built };
  }

  return { resolve, loginEnvironment };
}
