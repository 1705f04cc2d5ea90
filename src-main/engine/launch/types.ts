import type { LaunchPlan } from '../agents/types.ts';

/** What a child is finally spawned with. */
export interface ResolvedLaunch {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Turns what an adapter asks for into what is spawned: checks folder and program, builds the environment from an allow
 * list and the login shell's, adds the session's own variables. Sessions, jobs, scripts and MCP servers all go through it.
 */
export interface LaunchResolver {
  /** @throws KimiError INVALID_INPUT | FOLDER_MISSING | FOLDER_UNREADABLE | BINARY_MISSING | BINARY_NOT_EXECUTABLE */
  resolve(request: {
    readonly plan: LaunchPlan;
    readonly cwd: string;
    /** The person's K=V, which win over everything but the session's own variables. */
    readonly env: Readonly<Record<string, string>>;
    /** KIMI_SHELL_* variables of the child: session id, socket, capability token. */
    readonly own: Readonly<Record<string, string>>;
  }): Promise<ResolvedLaunch>;
  /** Environment of the person's login shell (cached; captured once, at most 5 s; `refresh` asks it again). */
  loginEnvironment(options?: { readonly refresh?: boolean }): Promise<Readonly<Record<string, string>>>;
}
