import { useCallback, useSyncExternalStore } from 'react';
import { timeText } from '#shared/messages/time.ts';
import { useServices } from '../app/services.ts';
import { ageText } from '../i18n/age.ts';
import { useLanguage, useText } from '../i18n/use-text.ts';

/** The words for how long ago something was; they renew themselves. */
export function useAge(since: number): string {
  const { clock } = useServices();
  const t = useText();
  const subscribe = useCallback((changed: () => void) => clock.watch(since, changed), [clock, since]);
  return useSyncExternalStore(subscribe, () => {
    const { key, values } = ageText(since, clock.now);
    return t(key, values);
  });
}

/** How long ago something was, with the exact time on hovering. */
export function Age({ since }: { readonly since: number }) {
  const language = useLanguage();
  return (
    <time dateTime={new Date(since).toISOString()} title={timeText(since, language)} className="shrink-0 text-ink-3 text-xs">
      {useAge(since)}
    </time>
  );
}
