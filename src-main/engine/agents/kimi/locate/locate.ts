import { homedir } from 'node:os';
import path from 'node:path';
import type { AgentInfo } from '#shared/contract/index.ts';
import { type ErrorContext, KimiError } from '#shared/errors/kimi-error.ts';
import { type Spoken, speak } from '#shared/messages/said.ts';
import { type Environment, findProgram, readVariable } from '../../../launch/index.ts';
import { commandFor } from './command.ts';
import { usualPlaces } from './places.ts';
import { askVersion, type Command, type KimiVersion, parseVersion } from './version.ts';

/** What looking for Kimi gave: how to run it, or why not. */
export interface Located {
  readonly info: AgentInfo;
  readonly command: Command | null;
  /** What launching fails with while there is no command. */
  readonly error: { readonly code: 'KIMI_MISSING' | 'BINARY_MISSING' | 'BINARY_NOT_EXECUTABLE'; readonly context: ErrorContext } | null;
}

export interface LocateOptions {
  /** The path from the settings, empty when none. */
  readonly setting: string;
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  readonly nodeBinary: string;
}

type Source = NonNullable<AgentInfo['source']>;
type Answer = { readonly command: Command; readonly version: KimiVersion };
/** `reason` is the problem without the path, for errors, which name it themselves. */
type Refusal = { readonly problem: Spoken; readonly reason: string | Spoken['said']; readonly missing: boolean };

/**
 * Looks for Kimi: the setting alone when there is one, else PATH of the login shell, else the usual places. Kimi Code is
 * preferred over the Python CLI of the same name wherever both are found. `looked` names every place that was tried.
 */
export async function locateKimi(options: LocateOptions): Promise<Located> {
  const home = options.env.HOME ?? readVariable(options.env, 'USERPROFILE', options.platform) ?? homedir();
  if (options.setting !== '') return locateSetting(options.setting.replace(/^~(?=[/\\])/, home), options);
  const looked: string[] = [];
  let second: Located | null = null;
  let problem: Spoken | undefined;
  for (const { file, source } of await everywhere(options, home)) {
    looked.push(file);
    const answer = await tryFile(file, options);
    if ('problem' in answer) {
      if (!answer.missing) problem ??= answer.problem;
      continue;
    }
    const located = success(file, source, answer, looked);
    if (answer.version.generation === 'kimi-code') return located;
    second ??= located;
  }
  if (second !== null) return second;
  return {
    info: { id: 'kimi', found: false, looked, ...(problem === undefined ? {} : problemOf(problem)) },
    command: null,
    error: { code: 'KIMI_MISSING', context: { looked, ...(problem === undefined ? {} : { reason: problem.said }) } },
  };
}

async function everywhere(options: LocateOptions, home: string): Promise<{ file: string; source: Source }[]> {
  const flavour = options.platform === 'win32' ? path.win32 : path.posix;
  const names = options.platform === 'win32' ? ['kimi.exe', 'kimi.cmd'] : ['kimi'];
  const onPath = (readVariable(options.env, 'PATH', options.platform) ?? '')
    .split(flavour.delimiter)
    .filter((folder) => flavour.isAbsolute(folder))
    .flatMap((folder) => names.map((name) => flavour.join(folder, name)));
  const usual = (await usualPlaces(options.env, home, options.platform)).filter((file) => !onPath.includes(file));
  return [
    ...[...new Set(onPath)].map((file) => ({ file, source: 'path' as const })),
    ...usual.map((file) => ({ file, source: 'usual-place' as const })),
  ];
}

async function locateSetting(file: string, options: LocateOptions): Promise<Located> {
  const answer = await tryFile(file, options);
  if (!('problem' in answer)) return success(file, 'setting', answer, [file]);
  return {
    info: { id: 'kimi', found: false, source: 'setting', looked: [file], ...problemOf(answer.problem) },
    command: null,
    error: { code: answer.missing ? 'BINARY_MISSING' : 'BINARY_NOT_EXECUTABLE', context: { path: file, reason: answer.reason } },
  };
}

async function tryFile(file: string, options: LocateOptions): Promise<Answer | Refusal> {
  const { env, platform } = options;
  if (!path.isAbsolute(file)) return { problem: speak('agent.relative', { path: file }), reason: 'not an absolute path', missing: true };
  let command: Command;
  try {
    // A script on `node` counts even without a Node on PATH: it runs on ours.
    await findProgram(file, {
      path: [readVariable(env, 'PATH', platform) ?? '', path.dirname(options.nodeBinary)].join(path.delimiter),
      cwd: '/',
      platform,
    });
    command = await commandFor(file, options);
  } catch (error) {
    if (!(error instanceof KimiError)) throw error;
    const reason = String(error.context.reason ?? error.code);
    return { problem: speak('agent.refused', { path: file, reason }), reason, missing: error.code === 'BINARY_MISSING' };
  }
  try {
    const output = await askVersion(command, env);
    const version = parseVersion(output);
    if (version === null)
      return { problem: speak('agent.no-version', { path: file }), reason: speak('agent.no-version').said, missing: false };
    return { command, version };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: speak('agent.no-start', { path: file, reason }), reason: speak('agent.no-start', { reason }).said, missing: false };
  }
}

function problemOf({ text, said }: Spoken) {
  return { problem: text, problemSaid: said };
}

function success(file: string, source: Source, { command, version }: Answer, looked: readonly string[]): Located {
  return {
    info: { id: 'kimi', found: true, path: file, version: version.version, generation: version.generation, source, looked: [...looked] },
    command,
    error: null,
  };
}
