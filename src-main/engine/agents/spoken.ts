import type { Evidence, SessionState } from '#shared/contract/index.ts';
import type { Spoken } from '#shared/messages/said.ts';

/** A state's detail: the app's own words come as data too, a quotation does not. */
export type Detail = Pick<SessionState, 'detail' | 'said'>;

/** Words of the app's own, or a quotation, as a state's detail. */
export function detailOf(words: Spoken | string): Detail {
  return typeof words === 'string' ? { detail: words } : { detail: words.text, said: words.said };
}

/** Words of the app's own as evidence; `at` is ms since the epoch. */
export function evidenceOf(source: Evidence['source'], { text, said }: Spoken, at: number): Evidence {
  return { source, says: text, said, at };
}
