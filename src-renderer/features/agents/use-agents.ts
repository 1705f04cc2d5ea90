import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AgentInfo } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';

/** What is known about the kimi program that the settings lead to; null until the engine has answered. `refresh` makes it look again. */
export function useAgents(): { readonly kimi: AgentInfo | null; readonly refresh: () => void } {
  const services = useServices();
  const open = useStore(services.link, (state) => state.phase.kind === 'open');
  // Another object with each answer of the engine about settings: what is asked before that is answered by the old ones.
  const settings = useStore(services.preferences, (state) => state.settings.kimi);
  const [kimi, setKimi] = useState<AgentInfo | null>(null);
  const asked = useRef(0);
  const ask = useCallback(
    async (refresh: boolean) => {
      asked.current += 1;
      const number = asked.current;
      const agents = await services.attempt((client) => client.agent.list({ refresh }));
      // One that was asked later knows better, whichever is answered first.
      if (number === asked.current) setKimi(agents?.find((agent) => agent.id === 'kimi') ?? null);
    },
    [services],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: other settings may lead to another program.
  useEffect(() => {
    if (open) void ask(false);
  }, [open, ask, settings]);
  return { kimi, refresh: useCallback(() => void ask(true), [ask]) };
}
