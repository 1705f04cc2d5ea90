import { KimiError } from '#shared/errors/kimi-error.ts';
import type { CliIo } from '../io.ts';
import { say } from '../io.ts';

/** What Ctrl-C, Ctrl-D, Backspace and Enter send. */
const END = '\u0003';
const CLOSE = '\u0004';
const BACK = ['\u007f', '\b'];
const ENTER = ['\r', '\n'];

/** Longer is no secret but a wrong file. */
const MOST_CHARACTERS = 1_000_000;

/** All of stdin as text. @throws KimiError INVALID_INPUT when it is too long */
export async function readAll({ stdin }: CliIo): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > MOST_CHARACTERS) throw new KimiError('INVALID_INPUT', { field: 'stdin', reason: 'it is too long' });
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * A value that nobody sees: typed behind `prompt` without an echo, or, when stdin is no terminal, all of stdin without the line end
 * that `echo` and editors leave.
 * @throws KimiError INVALID_INPUT when nothing was given, or the person broke it off
 */
export async function readSecret(io: CliIo, prompt: string): Promise<string> {
  const text = io.stdin.isTTY === true ? await typed(io, prompt) : (await readAll(io)).replace(/\r?\n$/, '');
  if (text === '') throw new KimiError('INVALID_INPUT', { field: 'stdin', reason: 'it is empty' });
  return text;
}

async function typed({ stdin, stderr }: CliIo, prompt: string): Promise<string> {
  await say(stderr, prompt);
  let text = '';
  const done = Promise.withResolvers<string>();
  const onData = (data: Buffer | string) => {
    const given = data.toString();
    // A prompt takes one line. The rest of a paste would be lost without a word, and a private key is of no use then.
    if (/(\r\n?|\n)[^\r\n]/.test(given)) {
      done.reject(new KimiError('INVALID_INPUT', { field: 'stdin', reason: 'several lines at a prompt' }));
      return;
    }
    for (const character of given) {
      if (character === END || character === CLOSE) done.resolve('');
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
