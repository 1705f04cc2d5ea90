import path from 'node:path';
import type { AgentInfo, Settings } from '#shared/contract/index.ts';
import { modelKeyEnvironment } from '#shared/contract/model-keys.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { speak } from '#shared/messages/said.ts';
import type { LaunchResolver } from '../../launch/index.ts';
import { ProcessWatch } from '../process-watch.ts';
import type { AgentAdapter, AgentWatch, LaunchPlan, LaunchRequest, WatchContext } from '../types.ts';
import { installPlan } from './install.ts';
import { type Located, locateKimi } from './locate/locate.ts';
import { askVersion, parseVersion } from './locate/version.ts';
import { KimiWatch } from './watch.ts';

/** A Kimi that is given instead of looked for (the demo's). */
export interface GivenKimi {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface KimiAdapterOptions {
  readonly settings: () => Settings;
  readonly launch: LaunchResolver;
  /** The installation's own Node, for machines whose Node is missing or too old for Kimi. */
  readonly nodeBinary: string;
  readonly given?: GivenKimi;
  readonly platform?: NodeJS.Platform;
}

/**
 * Kimi speaks up (OSC 9 and 9;4) only in terminals that it knows. These two make it send both kinds without the
 * graphics of others. They describe the terminal to every program, so only Kimi gets them. Its own updater would
 * change the program under running sessions.
 */
const KIMI_ENV: Readonly<Record<string, string>> = { TERM_PROGRAM: 'iTerm.app', ConEmuANSI: 'ON', KIMI_CODE_NO_AUTO_UPDATE: '1' };

/** Arguments that choose a session themselves, and whether a value follows. */
const SESSION_FLAGS: Readonly<Record<string, boolean>> = {
  '-S': true,
  '--session': true,
  '-r': true,
  '--resume': true,
  '-c': false,
  '--continue': false,
};

/** Kimi Code CLI (and, as far as a program without a known transcript allows, the Python CLI of the same name). */
export class KimiAdapter implements AgentAdapter {
  readonly id = 'kimi';
  readonly #options: KimiAdapterOptions;
  readonly #platform: NodeJS.Platform;
  #located: { readonly setting: string; readonly result: Promise<Located> } | null = null;
  #generation: AgentInfo['generation'];

  constructor(options: KimiAdapterOptions) {
    this.#options = options;
    this.#platform = options.platform ?? process.platform;
  }

  async locate({ refresh }: { readonly refresh: boolean }): Promise<AgentInfo> {
    return (await this.#find(refresh)).info;
  }

  async launch(request: LaunchRequest): Promise<LaunchPlan> {
    const located = await this.#find(false);
    if (located.command === null) {
      const { code, context } = located.error ?? { code: 'KIMI_MISSING' as const, context: {} };
      throw new KimiError(code, context);
    }
    const session = request.resume === undefined ? request.args : ['-S', request.resume, ...withoutSession(request.args)];
    return {
      file: located.command.file,
      args: [...located.command.args, ...session],
      env: { ...KIMI_ENV, ...this.#options.given?.env },
    };
  }

  secrets(): Readonly<Record<string, string>> {
    return modelKeyEnvironment(this.#options.settings().model_keys);
  }

  watch(context: WatchContext): AgentWatch {
    // The Python CLI keeps other transcripts and draws another screen; of it only the process is known. Ctrl-D ends it.
    if (this.#generation === 'kimi-cli') return new ProcessWatch(context, { foreground: async () => null, endKeys: ['\u0004'] });
    return new KimiWatch(context);
  }

  /** The command that installs Kimi, for a terminal that the person watches. @throws KimiError BINARY_MISSING */
  async installPlan(): Promise<LaunchPlan> {
    return installPlan(await this.#options.launch.loginEnvironment(), this.#platform);
  }

  async #find(refresh: boolean): Promise<Located> {
    const setting = this.#options.settings().kimi.path.trim();
    const remembered = this.#located?.setting === setting ? this.#located.result : null;
    // Only what was found is remembered: what was missing may have been installed since, in a terminal of ours or elsewhere.
    const again = refresh || (remembered !== null && (await remembered).command === null);
    const result = remembered === null || again ? this.#look(setting, again) : remembered;
    this.#located = { setting, result };
    const located = await result;
    this.#generation = located.info.generation;
    return located;
  }

  async #look(setting: string, refresh: boolean): Promise<Located> {
    const { given, launch, nodeBinary } = this.#options;
    const env = await launch.loginEnvironment({ refresh });
    if (given !== undefined) return locateGiven(given, env);
    return locateKimi({ setting, env, platform: this.#platform, nodeBinary });
  }
}

async function locateGiven(given: GivenKimi, env: Readonly<Record<string, string>>): Promise<Located> {
  const script = given.args.findLast((argument) => path.isAbsolute(argument)) ?? given.file;
  const command = { file: given.file, args: given.args };
  try {
    const output = await askVersion(command, { ...env, ...given.env });
    return {
      info: { id: 'kimi', found: true, path: script, source: 'demo', looked: [script], ...parseVersion(output) },
      command,
      error: null,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const { text, said } = speak('agent.no-start', { path: script, reason });
    return {
      info: { id: 'kimi', found: false, looked: [script], problem: text, problemSaid: said },
      command: null,
      error: { code: 'BINARY_NOT_EXECUTABLE', context: { path: script, reason: speak('agent.no-start', { reason }).said } },
    };
  }
}

function withoutSession(args: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const takesValue = SESSION_FLAGS[argument];
    if (takesValue === undefined) {
      if (!/^--(?:session|resume)=/.test(argument)) kept.push(argument);
    } else if (takesValue && args[index + 1]?.startsWith('-') === false) {
      index += 1;
    }
  }
  return kept;
}
