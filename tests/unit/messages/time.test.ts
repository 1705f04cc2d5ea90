import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#shared/messages/languages.ts';
import { clockText, plannedText, timeOfDayText, timeText } from '#shared/messages/time.ts';

// In whatever zone the test runs.
const AFTERNOON = new Date(2026, 10, 30, 15, 46, 1).getTime();
const MIDNIGHT = new Date(2026, 10, 30, 0, 5, 9).getTime();

describe.each(LANGUAGES)('a time in %s', (language) => {
  it('is of one clock of 24 hours wherever it stands', () => {
    for (const text of [timeText, clockText, timeOfDayText]) {
      expect(text(AFTERNOON, language)).toMatch(/(^|\D)15:46:01$/);
      expect(text(MIDNIGHT, language)).toMatch(/(^|\D)00:05:09$/);
    }
    expect(plannedText(AFTERNOON, language)).toMatch(/(^|\D)15:46$/);
  });
});

it('has the date as the language writes it', () => {
  expect(timeText(AFTERNOON, 'en')).toBe('Nov 30, 2026, 15:46:01');
  expect(timeText(AFTERNOON, 'zh-CN')).toBe('2026年11月30日 15:46:01');
});
