import { useEffect, useRef, useState } from 'react';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../../app/services.ts';
import { type EngineClient, toKimiError } from '../../rpc/client.ts';

/** Runs one call at a time for a dialog: `onDone` when it worked, else the error to show in it. The call's signal is aborted when the dialog goes. */
export function useCall(onDone: () => void) {
  const services = useServices();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<KimiError | null>(null);
  const gone = useRef(new AbortController());
  useEffect(() => {
    // Effects run again on the same component where React tries whether they clean up after themselves.
    const here = new AbortController();
    gone.current = here;
    return () => here.abort();
  }, []);
  const run = async (call: (client: EngineClient, gone: AbortSignal) => Promise<unknown>) => {
    const { signal } = gone.current;
    setBusy(true);
    setError(null);
    try {
      await call(services.connection.client, signal);
      if (!signal.aborted) onDone();
    } catch (thrown) {
      setError(toKimiError(thrown));
    }
    setBusy(false);
  };
  return { busy, error, run };
}
