import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eastAsianWidth } from 'get-east-asian-width';
import type { SystemStatus } from '#shared/contract/index.ts';
import { cli as english } from '#shared/messages/en/cli.ts';
import type { Language } from '#shared/messages/languages.ts';
import { cli as chinese } from '#shared/messages/zh-CN/cli.ts';
import { dataFolderOf } from '../engine/data-folder.ts';
import type { CliIo } from '../io.ts';
import { chooseLanguage } from '../output/choose-language.ts';
import { statusText } from '../output/status-view.ts';
import { textsFrom } from '../output/texts.ts';
import { post } from './post.ts';

/** Of the catalogues only the command line's own texts: the window's are ten times as many. */
const TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en: english, 'zh-CN': chinese };

type Surroundings = Pick<CliIo, 'env' | 'now'>;

/**
 * `kimi-shell status` without the contract's schemas and the client that the other commands are made of: prompts and scripts ask it
 * all day. Resolves with what to print in the plain case, an engine of our own version that says what it should. Null for everything
 * else, which is then asked again, and explained, by the whole program: a status changes nothing.
 */
export async function quickStatus(argv: readonly string[], io: Surroundings, version: string): Promise<string | null> {
  const json = argv.length === 2 && argv[1] === '--json';
  if (argv[0] !== 'status' || (argv.length > 1 && !json)) return null;
  // Inside a session the caller is that session's agent, by another token.
  if ((io.env.KIMI_SHELL_TOKEN ?? '') !== '') return null;
  const dataFolder = dataFolderOf(io.env);
  const status = await askedStatus(dataFolder);
  // An engine of another version may say more or less; its answer is read through the schema.
  if (status === null || status.version !== version) return null;
  const text = json ? JSON.stringify(status) : await forPerson(status, dataFolder, io);
  return `${text}\n`;
}

async function askedStatus(dataFolder: string): Promise<SystemStatus | null> {
  try {
    const { socket } = JSON.parse(readFileSync(join(dataFolder, 'engine.json'), 'utf8')) as { readonly socket?: unknown };
    if (typeof socket !== 'string') return null;
    const token = readFileSync(join(dataFolder, 'owner.token'), 'utf8').trim();
    return (await post(socket, token, '/rpc/system/status')) as SystemStatus | null;
  } catch {
    // No engine, no right, half a file: the whole program finds the same and says it.
    return null;
  }
}

async function forPerson(status: SystemStatus, dataFolder: string, io: Surroundings): Promise<string> {
  const language = await chooseLanguage(dataFolder, io.env);
  return statusText(status, textsFrom(language, TEXTS[language]), io.now(), labelCells);
}

/** Cells of a text of ours, which has no emoji and no combining characters: finding those takes longer than all the rest. */
function labelCells(text: string): number {
  return [...text].reduce((sum, character) => sum + eastAsianWidth(character.codePointAt(0) ?? 0), 0);
}
