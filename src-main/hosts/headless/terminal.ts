import type { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { catalogues, pickLanguage } from '#shared/messages/index.ts';
import { type HostTexts, hostTexts } from './texts.ts';

/** The person's terminal: where the host says the little that it has to say. */
export interface PersonTerminal {
  readonly texts: HostTexts;
  say(line: string): void;
  complain(line: string): void;
  /** Says what went wrong, why, and what to do about it; to a program the last line is `CODE {context}`. */
  explain(error: KimiError): void;
}

/** An error as whoever started us in the background reads it. */
export function codeLine(error: KimiError): string {
  return `${error.code} ${JSON.stringify(error.context)}`;
}

/**
 * The terminal this process was started from, in the language of its environment.
 * @param byProgram whether a program started it, in the background, and tells the person in its own words
 */
export function personTerminal(env: NodeJS.ProcessEnv, byProgram: boolean): PersonTerminal {
  const language = pickLanguage([env.LC_ALL, env.LC_MESSAGES, env.LANG].filter((tag) => tag !== undefined && tag !== '') as string[]);
  // A reader that went away (`headless.js | head -1`) is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const complain = (line: string): void => void process.stderr.write(`${line}\n`);
  return {
    texts: hostTexts(language),
    say,
    complain,
    explain(error) {
      const { what, why, todo } = errorText(error, { language, catalogue: catalogues[language] });
      for (const line of [`${what} (${error.code})`, why, todo]) if (line !== '') complain(line);
      if (byProgram) complain(codeLine(error));
    },
  };
}
