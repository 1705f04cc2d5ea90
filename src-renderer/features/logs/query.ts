/** Levels that are chosen from, each with what is graver; everything is `any`. */
export const LEVELS = ['error', 'warn', 'info'] as const;
/** Ages of the earliest line that is shown, as the engine takes them. */
export const SINCE = ['10m', '1h', '24h', '7d'] as const;

/** What somebody looks for in the logs; `any` narrows nothing. */
export interface LogQuery {
  readonly text: string;
  /** This level and what is graver. */
  readonly level: (typeof LEVELS)[number] | 'any';
  readonly since: (typeof SINCE)[number] | 'any';
  /** Only what was said for this call. */
  readonly call: string | null;
}

export const EVERYTHING: LogQuery = { text: '', level: 'any', since: 'any', call: null };

/** True when every line fits. */
export function isEverything({ text, level, since, call }: LogQuery): boolean {
  return text.trim() === '' && level === 'any' && since === 'any' && call === null;
}

/** A query as the procedures of the logs take it. */
export function inputOf({ text, level, since, call }: LogQuery) {
  const wanted = text.trim();
  return {
    ...(wanted === '' ? {} : { text: wanted }),
    ...(level === 'any' ? {} : { level }),
    ...(since === 'any' ? {} : { since }),
    ...(call === null ? {} : { call }),
  };
}
