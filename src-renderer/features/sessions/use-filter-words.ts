import { useMemo } from 'react';
import type { Translate } from '../../i18n/text-key.ts';
import { useReader, useText } from '../../i18n/use-text.ts';
import { CONDITIONS, type Condition, type FilterKey, type FilterWords, isCondition } from './list-filter.ts';
import { stateDetail } from './session-facts.ts';

/** What a condition is called in the list. */
function conditionText(condition: Condition, t: Translate): string {
  switch (condition) {
    case 'needs-you':
      return t('window.filter.needs-you');
    case 'unread':
      return t('window.sessions.unread');
    case 'pinned':
      return t('window.group.pinned');
    default:
      return t(`window.state.${condition}`);
  }
}

/** What a value of a key is called; folders by their whole path. */
export function valueText(key: FilterKey, value: string, t: Translate): string {
  return key === 'is' && isCondition(value) ? conditionText(value, t) : value;
}

/** The words of the list in the person's language, for searching it. */
export function useFilterWords(): FilterWords {
  const t = useText();
  const reader = useReader();
  return useMemo(() => {
    // Looked up once: a search asks for them thousands of times for every key.
    const conditions = new Map(CONDITIONS.map((one) => [one, conditionText(one, t)]));
    const condition = (one: Condition) => conditions.get(one) ?? one;
    return { condition, state: condition, detail: (session) => stateDetail(session, reader) ?? '' };
  }, [t, reader]);
}
