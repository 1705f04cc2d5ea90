import { useCallback, useEffect, useState } from 'react';
import type { SecretInfo, SecretStatus } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../../app/services.ts';
import { type EngineClient, toKimiError } from '../../rpc/client.ts';

/** What is known of the secrets; never a value of one. */
export interface Secrets {
  /** Null until the engine has answered. */
  readonly known: { readonly status: SecretStatus; readonly list: readonly SecretInfo[] } | null;
  readonly busy: boolean;
  readonly error: KimiError | null;
}

/** The secrets, and what can be done with them; all of it is asked for anew after each change. */
export interface SecretTasks extends Secrets {
  /** Asks again: what was locked may be open by now. */
  look(): void;
  /** Does something. @returns whether it was done; when not, `error` says why */
  change(run: (client: EngineClient) => Promise<unknown>): Promise<boolean>;
}

/** Asks for the secrets when they are looked at, and when the window is. */
export function useSecrets(): SecretTasks {
  const services = useServices();
  const [secrets, setSecrets] = useState<Secrets>({ known: null, busy: false, error: null });
  const change = useCallback<SecretTasks['change']>(
    async (run) => {
      setSecrets((before) => ({ ...before, busy: true, error: null }));
      try {
        await run(services.client);
        const [status, list] = await Promise.all([services.client.secret.status({}), services.client.secret.list({})]);
        setSecrets({ known: { status, list }, busy: false, error: null });
        return true;
      } catch (thrown) {
        setSecrets((before) => ({ ...before, busy: false, error: toKimiError(thrown) }));
        return false;
      }
    },
    [services],
  );
  const look = useCallback(() => void change(async () => undefined), [change]);
  useEffect(() => {
    look();
    // Somebody who comes back from the keychain, or from a command, sees what came of it.
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [look]);
  return { ...secrets, look, change };
}
