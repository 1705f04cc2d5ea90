import type { Texts } from './language.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How old an instant is, in one unit: `12 s`, `3 min`, `2 h`, `5 d`. Both in ms since the epoch. */
export function age(at: number, now: number, { t }: Texts): string {
  const seconds = Math.max(0, Math.floor((now - at) / 1000));
  if (seconds < MINUTE) return t('cli.age.seconds', { value: seconds });
  if (seconds < HOUR) return t('cli.age.minutes', { value: Math.floor(seconds / MINUTE) });
  if (seconds < DAY) return t('cli.age.hours', { value: Math.floor(seconds / HOUR) });
  return t('cli.age.days', { value: Math.floor(seconds / DAY) });
}
