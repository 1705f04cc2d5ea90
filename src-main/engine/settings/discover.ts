import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import type { TomlTable } from 'smol-toml';
import { SETTING_LEAVES, settingVariable } from '#shared/contract/setting-names.ts';
import { readIfThere } from '../../holder/durable-file.ts';
import { parseSettingValue } from './setting-value.ts';
import { flatten } from './setting-values.ts';
import { parseToml } from './toml-edit.ts';

/** Something on this machine that is, or could be, a setting. */
export interface Finding {
  /** How it is called where it was found. */
  readonly name: string;
  /** A secret is masked. */
  readonly value: string;
  /** Variable, file, address or program. */
  readonly source: string;
  /** The setting that it can be saved as; null: it is only shown. */
  readonly key: string | null;
}

/** A server on this machine that is worth knowing of, by the port that it has as a rule. */
export interface Endpoint {
  readonly name: string;
  /** Loopback only. */
  readonly url: `http://127.0.0.1:${string}`;
}

export interface DiscoverOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform?: NodeJS.Platform;
  readonly endpoints?: readonly Endpoint[];
}

const ENDPOINTS: readonly Endpoint[] = [
  { name: 'Ollama', url: 'http://127.0.0.1:11434/api/version' },
  { name: 'LM Studio', url: 'http://127.0.0.1:1234/v1/models' },
  { name: 'kimi web', url: 'http://127.0.0.1:58627/openapi.json' },
];
/** What does not answer on this machine by then is as good as not there. */
const ANSWERS_WITHIN_MS = 500;

const SECRETS = ['MOONSHOT_API_KEY', 'KIMI_API_KEY', 'KIMI_MODEL_API_KEY', 'OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GOOGLE_API_KEY'];
/** Programs that are a Secret Service, or its command line, by what distributions install. */
const SECRET_SERVICES = ['secret-tool', 'gnome-keyring-daemon', 'kwalletd6', 'kwalletd5', 'keepassxc'];
const EDITORS: Readonly<Record<string, string>> = {
  code: 'vscode',
  codium: 'vscodium',
  cursor: 'cursor',
  windsurf: 'windsurf',
  zed: 'zed',
  zeditor: 'zed',
  subl: 'sublime',
  idea: 'jetbrains',
};

/** Looks for settings where they usually are. Reads only; reaches nothing but this machine. */
export async function discoverSettings(options: DiscoverOptions): Promise<readonly Finding[]> {
  const { platform = process.platform, endpoints = ENDPOINTS } = options;
  const found = await Promise.all([
    inEnvironment(options.env),
    inKimi(options),
    onPath(options.env, platform),
    keyStore(options.env, platform),
    ...endpoints.map(answering),
  ]);
  return found.flat();
}

function inEnvironment(env: DiscoverOptions['env']): readonly Finding[] {
  const found: Finding[] = [];
  for (const [key, { tight }] of SETTING_LEAVES) {
    const name = settingVariable(key);
    const value = env[name];
    if (value !== undefined && value !== '' && tight === undefined && fits(key, value)) found.push({ name, value, source: name, key });
  }
  for (const name of ['VISUAL', 'EDITOR']) {
    const [program = ''] = (env[name] ?? '').split(' ');
    const editor = EDITORS[basename(program).replace(/\.(exe|cmd)$/i, '')];
    if (editor !== undefined) found.push({ name, value: editor, source: name, key: 'editor.program' });
  }
  for (const name of SECRETS) {
    const value = env[name];
    if (value !== undefined && value !== '') found.push({ name, value: masked(value), source: name, key: null });
  }
  return found;
}

function fits(key: string, text: string): boolean {
  try {
    parseSettingValue(key, text);
    return true;
  } catch {
    // The doctor names it; it is nothing to save.
    return false;
  }
}

/** Both Kimi CLIs' own files, which are never written to. */
async function inKimi({ env, home }: DiscoverOptions): Promise<readonly Finding[]> {
  const code = env.KIMI_CODE_HOME || join(home, '.kimi-code');
  const legacy = env.KIMI_SHARE_DIR || join(home, '.kimi');
  const files = [join(code, 'config.toml'), join(code, 'tui.toml'), join(legacy, 'config.toml')];
  const found = await Promise.all(files.map(async (source) => fromKimi(await tableIn(source), source)));
  return found.flat();
}

function fromKimi(table: TomlTable, source: string): readonly Finding[] {
  return [...flatten(table)].flatMap(([name, value]): readonly Finding[] => {
    if (typeof value !== 'string' || value === '') return [];
    if (/(^|\.)api_key$/.test(name)) return [{ name, value: masked(value), source, key: null }];
    if (name === 'default_model') return [{ name, value, source, key: null }];
    return name === 'theme' && fits('theme', value) ? [{ name, value, source, key: 'theme' }] : [];
  });
}

async function tableIn(path: string): Promise<TomlTable> {
  try {
    return parseToml((await readIfThere(path)) ?? '');
  } catch {
    // Not ours to complain about: Kimi does, when it reads it.
    return {};
  }
}

async function onPath(env: DiscoverOptions['env'], platform: NodeJS.Platform): Promise<readonly Finding[]> {
  const path = await findProgram('kimi', env, platform);
  return path === null ? [] : [{ name: 'kimi', value: path, source: 'PATH', key: 'kimi.path' }];
}

/** Where keys can be kept; what is in it is asked of nobody here. */
async function keyStore(env: DiscoverOptions['env'], platform: NodeJS.Platform): Promise<readonly Finding[]> {
  const [name, programs] =
    platform === 'darwin'
      ? (['Keychain', ['security']] as const)
      : platform === 'win32'
        ? (['Credential Manager', ['cmdkey']] as const)
        : (['Secret Service', SECRET_SERVICES] as const);
  for (const program of programs) {
    const value = await findProgram(program, env, platform);
    if (value !== null) return [{ name, value, source: 'PATH', key: null }];
  }
  return [];
}

async function findProgram(name: string, env: DiscoverOptions['env'], platform: NodeJS.Platform): Promise<string | null> {
  const endings = platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const path of folders.flatMap((folder) => endings.map((ending) => join(folder, `${name}${ending}`)))) {
    if (await runs(path)) return path;
  }
  return null;
}

async function runs(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    // A folder may be entered, which the system tells in the same way.
    return (await stat(path)).isFile();
  } catch {
    // Not there, or not for us: the system would look into the next folder too.
    return false;
  }
}

async function answering({ name, url }: Endpoint): Promise<readonly Finding[]> {
  try {
    // Whoever has the port must not send us on, off this machine.
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    await answer.body?.cancel();
    return answer.ok ? [{ name, value: new URL(url).origin, source: url, key: null }] : [];
  } catch {
    // Nobody there, somebody else, or too slow: nothing was found.
    return [];
  }
}

/** Enough of a secret to know it again, and no more. */
function masked(secret: string): string {
  return secret.length < 16 ? '…' : `${secret.slice(0, 3)}…${secret.slice(-2)}`;
}
