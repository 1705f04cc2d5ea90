import { useEffect, useRef, useState } from 'react';
import type { SessionInfo } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';
import { useReader, useText } from '../../i18n/use-text.ts';
import { needOf } from './grouping.ts';
import { stateDetail } from './session-facts.ts';

// Several sessions that turn at once are told in one go, and a state that passes by in a moment not at all.
const SETTLE_MS = 1_000;

/** Tells screen readers, politely, which sessions have come to need the person. */
export function Announcer() {
  const t = useText();
  const reader = useReader();
  const { sessions } = useServices();
  const [said, setSaid] = useState('');
  const known = useRef(new Set<string>());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const tell = () => {
      timer = null;
      const needing = Object.values(sessions.getState().byId).filter((session) => needOf(session) === 'needs-you');
      const fresh = needing.filter((session) => !known.current.has(keyOf(session)));
      known.current = new Set(needing.map(keyOf));
      if (fresh.length === 0) return;
      const text = (session: SessionInfo) =>
        t('window.announce.needs', {
          name: session.name,
          state: t(`window.state.${session.state}`),
          detail: stateDetail(session, reader) ?? '',
        });
      setSaid(fresh.map(text).join('\n'));
    };
    const stop = sessions.subscribe(() => {
      timer ??= setTimeout(tell, SETTLE_MS);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [sessions, t, reader]);

  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}

const keyOf = (session: SessionInfo) => `${session.id} ${session.stateInfo.since}`;
