import type { Language } from '#shared/messages/index.ts';

/** A script of docs/examples, as `npm run docs` takes it into the program. */
export interface Example {
  /** Name of its file, without `.sh`. */
  readonly name: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly script: string;
}

/** Whether a script calls this command, or one of this group. */
export function usesCommand(script: string, command: string): boolean {
  return new RegExp(`\\bkimi-shell ${command}(?![\\w-])`).test(script);
}
