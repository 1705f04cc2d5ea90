import { useState } from 'react';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../../app/services.ts';
import { type EngineClient, toKimiError } from '../../rpc/client.ts';

/** Runs one call at a time for a dialog: `onDone` when it worked, else the error to show in it. */
export function useCall(onDone: () => void) {
  const services = useServices();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<KimiError | null>(null);
  const run = async (call: (client: EngineClient) => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await call(services.connection.client);
      onDone();
    } catch (thrown) {
      setError(toKimiError(thrown));
    }
    setBusy(false);
  };
  return { busy, error, run };
}
