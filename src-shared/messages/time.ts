import type { Language } from './languages.ts';

// Making one takes longer than drawing the row that it is for.
const formats = new Map<Language, Intl.DateTimeFormat>();

/** An instant (ms since the epoch) in local time, to the second, as the language writes it. */
export function timeText(at: number, language: Language): string {
  let format = formats.get(language);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
    formats.set(language, format);
  }
  return format.format(at);
}
