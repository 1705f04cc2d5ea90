import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { SettingsProblem } from '#shared/settings-problems.ts';
import { useServices } from '../../app/services.ts';

/** What is to be known of the settings besides their values. */
export interface Described {
  /** Names of the settings that the administrator has set. */
  readonly locked: ReadonlySet<string>;
  /** What in settings.toml and beside it could not be used. */
  readonly problems: readonly SettingsProblem[];
  /** The engine has said all that, or cannot be asked now. */
  readonly known: boolean;
}

const NOTHING: Described = { locked: new Set(), problems: [], known: false };

/** Where the settings come from and what is wrong there; asked again when the engine says that something of it changed. */
export function useDescribed(): Described {
  const services = useServices();
  const { preferences, link } = services;
  const settings = useStore(preferences, (state) => state.settings);
  const open = useStore(link, (state) => state.phase.kind === 'open');
  const [described, setDescribed] = useState(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the settings is why it is asked again.
  useEffect(() => {
    if (!open) return;
    let over = false;
    services.client.settings.describe({}).then(
      ({ entries, problems = [] }) => {
        if (over) return;
        setDescribed({ locked: new Set(entries.filter(({ source }) => source === 'admin').map(({ key }) => key)), problems, known: true });
      },
      // An engine of an earlier version locks nothing; one that locks refuses what is changed, and says why.
      () => setDescribed((before) => ({ ...before, known: true })),
    );
    return () => {
      over = true;
    };
  }, [services, settings, open]);
  return open ? described : { ...described, known: true };
}
