import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';

const NONE: ReadonlySet<string> = new Set();

/** Names of the settings that the administrator has set; asked again when settings change. */
export function useLocked(): ReadonlySet<string> {
  const { client, preferences, link } = useServices();
  const settings = useStore(preferences, (state) => state.settings);
  const open = useStore(link, (state) => state.phase.kind === 'open');
  const [locked, setLocked] = useState(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the settings is why it is asked again.
  useEffect(() => {
    if (!open) return;
    let over = false;
    client.settings.describe({}).then(
      ({ entries }) => {
        if (!over) setLocked(new Set(entries.filter(({ source }) => source === 'admin').map(({ key }) => key)));
      },
      // An engine of an earlier version locks nothing; one that locks refuses what is changed, and says why.
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [client, settings, open]);
  return locked;
}
