import { useEffect, useState } from 'react';
import { useServices } from '../../app/services.ts';
import { useReader, useText } from '../../i18n/use-text.ts';
import { type Announced, keyOf, newlyNeeding, stillNeeding } from './announced.ts';
import { stateDetail } from './session-facts.ts';

// Several sessions that turn at once are told in one go, and a state that passes by in a moment not at all.
const SETTLE_MS = 1_000;

/** Tells screen readers, politely, which sessions have come to need the person. Who reads it later finds what is true then. */
export function Announcer() {
  const t = useText();
  const reader = useReader();
  const { sessions } = useServices();
  const [told, setTold] = useState<Announced>([]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const tell = () => {
      timer = null;
      setTold((before) => newlyNeeding(before, Object.values(sessions.getState().byId)));
    };
    const stop = sessions.subscribe(({ byId }) => {
      setTold((before) => stillNeeding(before, byId));
      timer ??= setTimeout(tell, SETTLE_MS);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [sessions]);

  return (
    // A status is read out whole whenever it changes: told line by line instead, what goes is not, and nothing is repeated.
    <div role="status" aria-atomic="false" className="sr-only">
      {told.map((session) => (
        <p key={keyOf(session)}>
          {t('window.announce.needs', {
            name: session.name,
            state: t(`window.state.${session.state}`),
            detail: stateDetail(session, reader) ?? '',
          })}
        </p>
      ))}
    </div>
  );
}
