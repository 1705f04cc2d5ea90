import type { SecretInfo, SecretStatus } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { type EngineClient, toKimiError } from '../../rpc/client.ts';

/** What is known of the secrets; never a value of one. */
export interface Secrets {
  /** Null until the engine has answered. */
  readonly known: { readonly status: SecretStatus; readonly list: readonly SecretInfo[] } | null;
  readonly busy: boolean;
  readonly error: KimiError | null;
}

/** Does something. @returns whether it was done; when not, `error` says why */
export type ChangeSecrets = (run: (client: EngineClient) => Promise<unknown>) => Promise<boolean>;

type Asked = Pick<EngineClient, 'secret'>;

/**
 * What can be done with the secrets, and looking at them; `update` gets what comes of it.
 * @param clientNow the client of the engine that is reached now
 */
export function secretTasks<Client extends Asked>(clientNow: () => Client, update: (change: (before: Secrets) => Secrets) => void) {
  let changes = 0;
  const ask = async () => {
    const client = clientNow();
    const [status, list] = await Promise.all([client.secret.status({}), client.secret.list({})]);
    return { status, list };
  };
  return {
    /** All of it is asked for anew afterwards. @returns whether it was done */
    async change(run: (client: Client) => Promise<unknown>): Promise<boolean> {
      changes += 1;
      update((before) => ({ ...before, busy: true, error: null }));
      try {
        await run(clientNow());
        const known = await ask();
        update(() => ({ known, busy: false, error: null }));
        return true;
      } catch (thrown) {
        update((before) => ({ ...before, busy: false, error: toKimiError(thrown) }));
        return false;
      }
    },
    /** Asks anew, and disturbs nobody: an error that is shown stays, and so does what is typed. Never rejects. */
    async lookQuietly(): Promise<void> {
      const before = changes;
      // An engine that is away has a banner of its own.
      const known = await ask().then(
        (answer) => answer,
        () => null,
      );
      // A change that began meanwhile knows better.
      if (known === null || changes !== before) return;
      update((shown) => (shown.busy ? shown : { ...shown, known, error: shown.known === null ? null : shown.error }));
    },
  };
}
