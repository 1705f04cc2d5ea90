import { isUtf8 } from 'node:buffer';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CliIo } from '../io.ts';
import { say } from '../io.ts';
import { bytesOfStdin } from './given-bytes.ts';

/** What Ctrl-C, Ctrl-D, Backspace and Enter send. */
const END = '\u0003';
const CLOSE = '\u0004';
const BACK = ['\u007f', '\b'];
const ENTER = ['\r', '\n'];

const NOT_TEXT = 'it is not UTF-8';

/** Longer is no secret but a wrong file. */
const MOST_CHARACTERS = 1_000_000;

/** The person pressed Ctrl-C at a prompt, which in raw mode is a character and no signal. Nothing is to be said of it, and nothing was done. */
export class BrokenOff extends Error {}

/** All of stdin as text. @throws KimiError INVALID_INPUT when it is too long or no text */
export async function readAll(io: CliIo): Promise<string> {
  return textOf(await bytesOfStdin(io, MOST_CHARACTERS), 'stdin');
}

/**
 * Bytes as the text that they are. What is none would be kept as something else, and nobody would know before it is needed.
 * @param field what they were given in
 * @throws KimiError INVALID_INPUT
 */
export function textOf(bytes: Uint8Array, field: string, value?: string): string {
  if (isUtf8(bytes)) return Buffer.from(bytes).toString('utf8');
  throw new KimiError('INVALID_INPUT', { field, reason: NOT_TEXT, ...(value === undefined ? {} : { value }) });
}

/**
 * A value that nobody sees: typed behind `prompt` without an echo, or, when stdin is no terminal, all of stdin without the line end
 * that `echo` and editors leave.
 * @throws KimiError INVALID_INPUT when nothing was given or no text; BrokenOff when the person pressed Ctrl-C
 */
export async function readSecret(io: CliIo, prompt: string): Promise<string> {
  const text = io.stdin.isTTY === true ? await typed(io, prompt) : (await readAll(io)).replace(/\r?\n$/, '');
  if (text === '') throw new KimiError('INVALID_INPUT', { field: 'stdin', reason: 'it is empty' });
  return text;
}

async function typed({ stdin, stderr }: CliIo, prompt: string): Promise<string> {
  await say(stderr, prompt);
  let text = '';
  // A character may come in two pieces.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const done = Promise.withResolvers<string>();
  const onData = (data: Buffer | string) => {
    let given: string;
    try {
      given = typeof data === 'string' ? data : decoder.decode(data, { stream: true });
    } catch (error) {
      done.reject(new KimiError('INVALID_INPUT', { field: 'stdin', reason: NOT_TEXT }, { cause: error }));
      return;
    }
    // A prompt takes one line. The rest of a paste would be lost without a word, and a private key is of no use then.
    if (/(\r\n?|\n)[^\r\n]/.test(given)) {
      done.reject(new KimiError('INVALID_INPUT', { field: 'stdin', reason: 'several lines at a prompt' }));
      return;
    }
    for (const character of given) {
      if (character === END) done.reject(new BrokenOff());
      else if (character === CLOSE) done.resolve('');
      else if (ENTER.includes(character)) done.resolve(text);
      else if (BACK.includes(character)) text = [...text].slice(0, -1).join('');
      else text += character;
    }
  };
  stdin.setRawMode?.(true);
  stdin.on('data', onData);
  stdin.resume();
  try {
    return await done.promise;
  } finally {
    stdin.off('data', onData);
    stdin.pause();
    stdin.setRawMode?.(false);
    await say(stderr, '\n');
  }
}
