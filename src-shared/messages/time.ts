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

const CLOCK: Intl.DateTimeFormatOptions = {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
};
const clocks = new Map<Language, Intl.DateTimeFormat>();

/** A time to the second without its year, as lines of a log tell it. @param at ms since the epoch */
export function clockText(at: number, language: Language): string {
  let clock = clocks.get(language);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat(language, CLOCK);
    clocks.set(language, clock);
  }
  return clock.format(at);
}
