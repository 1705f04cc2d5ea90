import { useCallback, useState } from 'react';
import type { z } from 'zod';
import type { DoctorCheck as DoctorCheckSchema } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { pickLanguage } from '#shared/messages/languages.ts';
import { useServices } from '../../app/services.ts';
import { laterTexts } from '../../i18n/create-i18n.ts';
import { toKimiError } from '../../rpc/client.ts';

export type DoctorCheck = z.infer<typeof DoctorCheckSchema>;

/** What is known of the machine; `checks` is null until it was looked at. */
export interface Checked {
  readonly checks: readonly DoctorCheck[] | null;
  readonly busy: boolean;
  /** Id of the finding that is being repaired. */
  readonly repairing: string | null;
  readonly error: KimiError | null;
}

/** The doctor's findings, looked for when asked: some of the checks start programs and read recordings. */
export function useDoctor() {
  const services = useServices();
  const [checked, setChecked] = useState<Checked>({ checks: null, busy: false, repairing: null, error: null });
  const check = useCallback(async () => {
    setChecked((before) => ({ ...before, busy: true, error: null }));
    const { texts } = services;
    try {
      // What a missing part means is said in texts that the first paint does without.
      const [{ checks }] = await Promise.all([services.client.system.doctor({}), laterTexts(texts, pickLanguage([texts.language]))]);
      setChecked({ checks, busy: false, repairing: null, error: null });
    } catch (thrown) {
      setChecked((before) => ({ ...before, busy: false, error: toKimiError(thrown) }));
    }
  }, [services]);
  const repair = useCallback(
    async ({ id, missing }: DoctorCheck) => {
      const { client } = services;
      setChecked((before) => ({ ...before, repairing: id, error: null }));
      try {
        if (missing === 'kimi') {
          // One watches the installer where every program is watched.
          const session = await client.agent.install({});
          setChecked((before) => ({ ...before, repairing: null }));
          services.dialogs.getState().close();
          services.openSession(session.id);
          return;
        }
        const { check: now } = await client.system.repair({ finding: id });
        setChecked(({ checks, ...before }) => ({
          ...before,
          checks: checks?.map((other) => (other.id === id ? now : other)) ?? null,
          repairing: null,
        }));
      } catch (thrown) {
        setChecked((before) => ({ ...before, repairing: null, error: toKimiError(thrown) }));
      }
    },
    [services],
  );
  return { checked, check, repair };
}
