import { useCallback, useState } from 'react';
import type { AgentInfo } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../../app/services.ts';
import { toKimiError } from '../../rpc/client.ts';

export interface WantedSession {
  readonly name: string;
  readonly agent: AgentInfo['id'];
  /** Empty: the home folder. */
  readonly folder: string;
  /** Blank: none. */
  readonly prompt: string;
  /** Variables for its program; a value may be `secret:<name>`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a session and opens it on the stage; `create` answers whether it did, `error` says why not. */
export function useCreateSession() {
  const services = useServices();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<KimiError | null>(null);
  const create = async ({ name, agent, folder, prompt, env = {} }: WantedSession): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      const session = await services.connection.client.session.create({
        name: name.trim(),
        agent,
        ...(folder === '' ? {} : { cwd: folder }),
        ...(agent !== 'kimi' || prompt.trim() === '' ? {} : { prompt }),
        ...(Object.keys(env).length === 0 ? {} : { env }),
      });
      services.sessions.getState().put(session);
      services.openSession(session.id);
      return true;
    } catch (thrown) {
      setError(toKimiError(thrown));
      setBusy(false);
      return false;
    }
  };
  return { busy, error, create, forgetError: useCallback(() => setError(null), []) };
}
