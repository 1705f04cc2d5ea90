import { SESSION_STATES, type SessionStateName } from '#shared/contract/session-words.ts';
import type { SessionInfo } from '#shared/contract/sessions.ts';
import { needOf } from './grouping.ts';

/** What a term of the search can be about: `tag:bug`, `is:failed`. */
export const FILTER_KEYS = ['is', 'tag', 'group', 'folder', 'agent'] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

/** What a session can be, after `is:`. */
export const CONDITIONS = ['needs-you', 'unread', 'pinned', ...SESSION_STATES] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Whether a value is one that `is:` knows. */
export function isCondition(value: string): value is Condition {
  return CONDITIONS.some((condition) => condition === value);
}

/** The words that the list uses, in the person's language. */
export interface FilterWords {
  readonly condition: (condition: Condition) => string;
  readonly state: (state: SessionStateName) => string;
  readonly detail: (session: SessionInfo) => string;
}

/** One word of a search; without a key it may be anywhere in what the list says of a session. */
export interface Term {
  readonly key: FilterKey | null;
  readonly value: string;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
}

const TERM = new RegExp(`(?:(${FILTER_KEYS.join('|')}):)?(?:"([^"]*)"?|(\\S+))?`, 'gi');

/** The terms of a search in their order. Quotes keep words together; an unknown key is part of a word. Pure. */
export function termsOf(search: string): readonly Term[] {
  return [...search.matchAll(TERM)].flatMap((found): Term[] => {
    const [all, key, quoted, word] = found;
    if (all === '') return [];
    return [
      { key: (key?.toLowerCase() as FilterKey) ?? null, value: quoted ?? word ?? '', start: found.index, end: found.index + all.length },
    ];
  });
}

/** A term as it is written. */
export function writeTerm(key: FilterKey, value: string): string {
  return `${key}:${/\s/.test(value) ? `"${value}"` : value}`;
}

/**
 * Whether a session is what was searched for: it has every word and every tag, and one of the values of each other key. Values
 * may be their beginnings; of a folder any part. A key without a value says nothing yet.
 */
export function filterOf(search: string, words: FilterWords): (session: SessionInfo) => boolean {
  const terms = termsOf(search).map(({ key, value }) => ({ key, value: value.toLocaleLowerCase() }));
  const plain = terms.filter(({ key }) => key === null).map(({ value }) => value);
  const each = FILTER_KEYS.map((key) => ({
    key,
    values: terms.filter((term) => term.key === key && term.value !== '').map((t) => t.value),
  }));
  const asked = each.filter(({ values }) => values.length > 0);
  return (session) => {
    const fits = asked.every(({ key, values }) => {
      const has = (value: string) => hasValue(session, key, value, words);
      return key === 'tag' ? values.every(has) : values.some(has);
    });
    if (!fits || plain.length === 0) return fits;
    const { name, cwd, agent, tags, group = '' } = session;
    const said = [name, cwd, agent, group, ...tags, words.state(session.state), words.detail(session)].join('\n').toLocaleLowerCase();
    return plain.every((word) => said.includes(word));
  };
}

function hasValue(session: SessionInfo, key: FilterKey, value: string, words: FilterWords): boolean {
  const begins = (text: string) => text.toLocaleLowerCase().startsWith(value);
  switch (key) {
    case 'is':
      return conditionsOf(session).some((condition) => begins(condition) || begins(words.condition(condition)));
    case 'tag':
      return session.tags.some(begins);
    case 'group':
      return session.group !== undefined && begins(session.group);
    case 'folder':
      return session.cwd.toLocaleLowerCase().includes(value);
    case 'agent':
      return begins(session.agent);
  }
}

function conditionsOf(session: SessionInfo): readonly Condition[] {
  return [
    ...(needOf(session) === 'needs-you' ? (['needs-you'] as const) : []),
    ...(session.unseen ? (['unread'] as const) : []),
    ...(session.pinned ? (['pinned'] as const) : []),
    session.state,
  ];
}

/** The values that a key has among these sessions, most used first. */
export function valuesOf(key: FilterKey, sessions: Iterable<SessionInfo>): readonly string[] {
  if (key === 'is') return CONDITIONS;
  const count = new Map<string, number>();
  for (const session of sessions) for (const value of valuesIn(session, key)) count.set(value, (count.get(value) ?? 0) + 1);
  return [...count.keys()].sort((a, b) => (count.get(b) ?? 0) - (count.get(a) ?? 0) || a.localeCompare(b));
}

function valuesIn(session: SessionInfo, key: Exclude<FilterKey, 'is'>): readonly string[] {
  switch (key) {
    case 'tag':
      return session.tags;
    case 'group':
      return session.group === undefined ? [] : [session.group];
    case 'folder':
      return [session.cwd];
    case 'agent':
      return [session.agent];
  }
}

/** The term with a key that the caret is in or behind; null when there is none, and nothing to complete. */
export function termAt(search: string, caret: number): (Term & { readonly key: FilterKey }) | null {
  const term = termsOf(search).find(({ key, start, end }) => key !== null && caret > start && caret <= end);
  return term === undefined || term.key === null ? null : { ...term, key: term.key };
}

/** The search with a term in place of what stands from `start` to `end`, and a space after it. */
export function withTermAt(search: string, at: { readonly start: number; readonly end: number }, key: FilterKey, value: string): string {
  return `${search.slice(0, at.start)}${writeTerm(key, value)} ${search.slice(at.end).trimStart()}`;
}

/** Whether a search has exactly this term. */
export function hasTerm(search: string, key: FilterKey, value: string): boolean {
  return termsOf(search).some((term) => term.key === key && term.value === value);
}

/** The search with a term, or without it where it had it. */
export function toggleTerm(search: string, key: FilterKey, value: string): string {
  const term = termsOf(search).find((one) => one.key === key && one.value === value);
  if (term === undefined) return `${search.trimEnd()} ${writeTerm(key, value)} `.trimStart();
  return `${search.slice(0, term.start)}${search.slice(term.end).trimStart()}`;
}
