import { type SessionId, TerminalId } from '#shared/ids.ts';
import type { ChildInfo, ChildSpec } from '../../holder/types.ts';
import type { Access } from '../access/types.ts';
import type { AgentAdapter } from '../agents/types.ts';
import type { Holders } from '../holders/index.ts';
import type { LaunchResolver } from '../launch/types.ts';
import type { Spools } from '../terminals/index.ts';
import { agentEnvironment } from './agent-env.ts';
import type { SessionRecord, TerminalRecord } from './types.ts';

const MIB = 1024 * 1024;

export interface LauncherOptions {
  readonly adapters: { get(agent: SessionRecord['agent']): AgentAdapter };
  readonly launch: LaunchResolver;
  readonly access: Pick<Access, 'childToken'>;
  /** Puts values in place of references to secrets; waits while they are locked. */
  readonly withSecrets: (env: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  readonly holders: Holders;
  readonly spools: Spools;
  /** Socket on which children reach the engine. */
  readonly socket: string;
  /** Reads the settings anew: newest output kept per terminal, MiB. */
  readonly keepMiB: () => Promise<number>;
  readonly newTerminalId: () => string;
  readonly now: () => number;
}

/** Everything about a run that can be known before anything is written or started. */
export interface PreparedRun {
  readonly terminal: TerminalRecord;
  readonly spec: ChildSpec;
}

/** Turns a session into a running child. */
export class Launcher {
  readonly #o: LauncherOptions;

  constructor(options: LauncherOptions) {
    this.#o = options;
  }

  /**
   * A session's own environment, over what its agent gets of secrets, with the values of those; waits while they are locked.
   * @throws KimiError SECRET_MISSING | SECRETS_DAMAGED | ENGINE_ENDING; the signal's reason when it is aborted
   */
  environment({ agent, env }: Pick<SessionRecord, 'agent' | 'env'>, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    return this.#o.withSecrets({ ...this.#o.adapters.get(agent).secrets?.(), ...env }, signal);
  }

  /**
   * Finds the program, checks the folder and builds the environment. Bad input ends here, with nothing left behind.
   * @param env the session's own environment, as `environment` gives it; asked for when the program was found
   * @throws KimiError KIMI_MISSING | BINARY_MISSING | BINARY_NOT_EXECUTABLE | FOLDER_MISSING | FOLDER_UNREADABLE | INVALID_INPUT, and as `env`
   */
  async prepare(
    session: Pick<SessionRecord, 'id' | 'agent' | 'cwd' | 'args' | 'depth' | 'agentSession'>,
    size: { readonly cols: number; readonly rows: number },
    env: () => Promise<Readonly<Record<string, string>>>,
  ): Promise<PreparedRun> {
    const { adapters, launch, access, socket, keepMiB, newTerminalId, now } = this.#o;
    // First, because adapters too go by settings that a person may have just edited in the file.
    const keepBytes = (await keepMiB()) * MIB;
    const resume = session.agentSession === undefined ? {} : { resume: session.agentSession };
    const plan = await adapters.get(session.agent).launch({ cwd: session.cwd, args: session.args, ...resume });
    const resolved = await launch.resolve({
      plan,
      cwd: session.cwd,
      env: await env(),
      own: await this.#own(session.id, session.depth, access, socket),
    });
    const id = TerminalId.parse(newTerminalId());
    const { cols, rows } = size;
    return {
      terminal: {
        id,
        sessionId: session.id,
        cols,
        rows,
        agentEnv: agentEnvironment(resolved.env),
        createdAt: now(),
        process: undefined,
        exit: undefined,
        lostHolder: undefined,
        stopAskedAt: undefined,
      },
      spec: { childId: id, kind: 'pty', ...resolved, cols, rows, keepBytes },
    };
  }

  /** Starts the child. @throws KimiError; `nothingStarted` then says whether it is certain that none runs */
  start(prepared: PreparedRun): Promise<ChildInfo> {
    return this.#o.holders.spawn(prepared.spec);
  }

  /** After a failed start: true when no child of this id ever ran, and what was prepared for it is removed. */
  async nothingStarted(childId: string): Promise<boolean> {
    const { holders, spools } = this.#o;
    if ((await holders.refresh()).has(childId)) return false;
    const facts = await spools.facts(childId);
    if (facts?.process !== undefined) return false;
    await spools.remove(childId);
    return true;
  }

  async #own(id: SessionId, depth: number, access: Pick<Access, 'childToken'>, socket: string): Promise<Readonly<Record<string, string>>> {
    return { KIMI_SHELL_SESSION: id, KIMI_SHELL_SOCKET: socket, KIMI_SHELL_TOKEN: await access.childToken(id, depth) };
  }
}
