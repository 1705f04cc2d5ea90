import { useEffect, useState } from 'react';
import type { SessionInfo } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';
import { currentTerminal } from '../sessions/session-facts.ts';

// Output moves on all the time and tells nobody; who reads figures does not need them more often.
const LOOK_AGAIN_MS = 2_000;

/** The session's terminal with figures that are at most two seconds old, as long as the engine answers and the window is seen. */
export function useTerminalFacts(session: SessionInfo) {
  const services = useServices();
  const [fresh, setFresh] = useState<SessionInfo | null>(null);
  useEffect(() => {
    let over = false;
    const look = async () => {
      if (document.hidden || services.link.getState().phase.kind !== 'open') return;
      try {
        const answer = await services.client.session.show({ session: session.id });
        if (!over) setFresh(answer);
      } catch {
        // The banner tells of an engine that is gone; the figures stay as they were.
      }
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [services, session.id]);
  const told = currentTerminal(session);
  const asked = fresh?.id === session.id ? currentTerminal(fresh) : null;
  // An event may tell of a newer terminal than the last look saw.
  return asked !== null && asked.id === told?.id && asked.end >= told.end ? asked : told;
}
