import { KimiError } from './errors/kimi-error.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * A time as a person writes it: an age (`90m`, `24h`, `7d`), a day or a time of ISO 8601 (UTC unless it says otherwise).
 * @param now ms since the epoch @returns ms since the epoch @throws KimiError INVALID_INPUT
 */
export function whenOf(text: string, field: string, now: number): number {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return now - Number(count) * (UNITS[unit] ?? 0);
  const iso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  const at = iso === null ? Number.NaN : Date.parse(`${text.replace(' ', 'T')}${text.length > 10 && iso[1] === undefined ? 'Z' : ''}`);
  if (!Number.isFinite(at)) throw new KimiError('INVALID_INPUT', { field, value: text, reason: 'a time or an age is expected' });
  return at;
}
