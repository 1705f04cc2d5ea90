import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { type ChangeSecrets, type Secrets, secretTasks } from './secret-tasks.ts';

/** The secrets, and what can be done with them; all of it is asked for anew after each change. */
export interface SecretTasks extends Secrets {
  /** Asks again: what was locked may be open by now. */
  look(): void;
  readonly change: ChangeSecrets;
}

/** Asks for the secrets when they are looked at, and when the window is. */
export function useSecrets(): SecretTasks {
  const services = useServices();
  const open = useStore(services.link, (state) => state.phase.kind === 'open');
  const [secrets, setSecrets] = useState<Secrets>({ known: null, busy: false, error: null });
  const tasks = useMemo(() => {
    const { change, lookQuietly } = secretTasks(() => services.client, setSecrets);
    return { change, lookQuietly, look: () => void change(async () => undefined) };
  }, [services]);
  useEffect(() => {
    // While the engine is away nothing can be asked, and the window says so; what is known stays, and what somebody typed.
    if (!open) return;
    const { look, lookQuietly } = tasks;
    look();
    // Somebody who comes back from the keychain, or from a command, sees what came of it.
    const quietly = () => void lookQuietly();
    window.addEventListener('focus', quietly);
    return () => window.removeEventListener('focus', quietly);
  }, [tasks, open]);
  const { change, look } = tasks;
  return { ...secrets, look, change };
}
