import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AgentInfo } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';

/** What is known about the kimi program that the settings lead to; null until the engine has answered. `refresh` makes it look again. */
export function useAgents(): { readonly kimi: AgentInfo | null; readonly refresh: () => void } {
  const services = useServices();
  const open = useStore(services.link, (state) => state.phase.kind === 'open');
  // What is asked while the engine has not taken a change yet is answered by the old path.
  const settled = useStore(services.settingsUnderWay, (count) => count === 0);
  const path = useStore(services.preferences, (state) => state.settings.kimi.path);
  const askedOf = useRef<string | null>(null);
  const [kimi, setKimi] = useState<AgentInfo | null>(null);
  const asked = useRef(0);
  const ask = useCallback(
    async (refresh: boolean) => {
      asked.current += 1;
      const number = asked.current;
      const agents = await services.attempt((client) => client.agent.list({ refresh }));
      // One that was asked later knows better, whichever is answered first.
      if (number !== asked.current) return;
      if (agents === null) askedOf.current = null;
      setKimi(agents?.find((agent) => agent.id === 'kimi') ?? null);
    },
    [services],
  );
  useEffect(() => {
    if (!open) askedOf.current = null;
    // Each question looks for a Kimi that is missing, with a login shell: one per path, not per setting that changes.
    if (!open || !settled || path === askedOf.current) return;
    askedOf.current = path;
    void ask(false);
  }, [open, ask, path, settled]);
  return { kimi, refresh: useCallback(() => void ask(true), [ask]) };
}
