import type { Language } from './languages.ts';

/**
 * The clock of the whole app: 24 hours in every language. Times stand in columns, beside each other and beside those of log files; one that is
 * now 3:46:01 PM and now 15:46:01 has to be converted before it can be compared, and the shorter form is the one that fits a column.
 */
const CLOCK = { hourCycle: 'h23' } as const satisfies Intl.DateTimeFormatOptions;

const STYLES = {
  /** An instant by itself, to the second. */
  instant: { ...CLOCK, dateStyle: 'medium', timeStyle: 'medium' },
  /** One that is planned, to the minute. */
  planned: { ...CLOCK, dateStyle: 'medium', timeStyle: 'short' },
  /** To the second without its year, as lines of a log tell it. */
  line: { ...CLOCK, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  /** The time of a day. */
  ofDay: { ...CLOCK, timeStyle: 'medium' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
type Style = keyof typeof STYLES;

// Making one takes longer than drawing the row that it is for.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(at: number, language: Language, style: Style): string {
  const key = `${language} ${style}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, STYLES[style]);
    formats.set(key, format);
  }
  return format.format(at);
}

/** An instant (ms since the epoch) in local time, to the second, as the language writes dates. */
export function timeText(at: number, language: Language): string {
  return formatted(at, language, 'instant');
}

/** The same of what is planned, to the minute. */
export function plannedText(at: number, language: Language): string {
  return formatted(at, language, 'planned');
}

/** A time to the second without its year, as lines of a log tell it. @param at ms since the epoch */
export function clockText(at: number, language: Language): string {
  return formatted(at, language, 'line');
}

/** The time of the day at an instant (ms since the epoch), to the second. */
export function timeOfDayText(at: number, language: Language): string {
  return formatted(at, language, 'ofDay');
}
