import { onTestFinished } from 'vitest';
import { Secrets, systemKeychain } from '#main/engine/secrets/index.ts';
import type { KeychainEntry } from '#main/engine/secrets/keychain.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { createRedactor } from '#shared/redaction/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';
import { until } from '../../../support/until.ts';
import { type Cell, NO_DATABASE, NO_HTTP, type Outcome, type Seam, systemError } from './types.ts';

const NAME = 'api';
const VALUE = 'value from before the fault';
const NEXT = 'value from after the fault';

/** What is asked of the system's keychain. */
type Part = 'open' | 'get' | 'set' | 'remove';

/** What the keychain does first with what is asked of it; undefined: nothing. */
type Fault = (part: Part) => Promise<void> | undefined;

/** A keychain in the place of the system's, below everything of ours. */
function keyring() {
  const items = new Map<string, string>();
  const state: { fault: Fault } = { fault: () => undefined };
  const open = async (account: string): Promise<KeychainEntry> => {
    await state.fault('open');
    return {
      async getPassword() {
        await state.fault('get');
        return items.get(account) ?? null;
      },
      async setPassword(value) {
        await state.fault('set');
        items.set(account, value);
      },
      async deletePassword() {
        await state.fault('remove');
        return items.delete(account);
      },
    };
  };
  return { items, state, open };
}

/**
 * One request while the fault lasts, which is refused; work that needs the secret waits meanwhile, unless what the keychain has can be `had`
 * all the same. After the fault the next look lets the work go on, the same request is done, and nothing but the secret is in the keychain.
 */
async function asked(
  fault: Fault,
  ask: (secrets: Secrets) => Promise<unknown>,
  { over = () => undefined, had = false }: { readonly over?: () => void; readonly had?: boolean } = {},
): Promise<Outcome> {
  const { items, state, open } = keyring();
  const logger = testLogger();
  const secrets = new Secrets({
    dataFolder: await tempFolder(),
    keychain: systemKeychain({ logger, open, answerMs: 100 }),
    redactor: createRedactor(),
    logger,
    now: () => 1,
  });
  onTestFinished(() => secrets.close());
  await secrets.set({ name: NAME, value: VALUE, replace: false });
  state.fault = fault;
  const told = await ask(secrets).then(
    () => 'recovered' as const,
    (error: unknown) => `told ${KimiError.from(error).code}` as const,
  );
  const work = secrets.value(NAME);
  const { state: found, waiting } = await secrets.status();
  if (found !== (had ? 'ready' : 'locked') || waiting !== (had ? 0 : 1)) throw new Error(`${waiting} wait, ${found}`);
  if (had && (await work) !== VALUE) throw new Error('the work got something else while the fault lasted');
  state.fault = () => undefined;
  over();
  const after = await secrets.status();
  if (after.state !== 'ready' || after.store !== 'keychain') throw new Error(JSON.stringify(after));
  if ((await work) !== VALUE) throw new Error('the work got something else');
  await ask(secrets);
  await until('what was tried is taken out again', () => items.size === 1);
  return told;
}

const reveal = (secrets: Secrets) => secrets.reveal(NAME);
const replace = async (secrets: Secrets) => {
  await secrets.set({ name: NAME, value: NEXT, replace: true });
  if ((await secrets.reveal(NAME)) !== NEXT) throw new Error('it was not kept');
};

const fails =
  (error: Error, ...parts: readonly Part[]): Fault =>
  (part) =>
    parts.includes(part) ? Promise.reject(error) : undefined;

function told(passes: boolean, run: () => Promise<Outcome>): Cell {
  return { expected: 'told SECRETS_LOCKED', passes, run };
}

/** It asks the person, who is not there; what was asked of it is done when they come back. */
function silent(): Promise<Outcome> {
  const back = Promise.withResolvers<void>();
  return asked((part) => (part === 'open' ? undefined : back.promise), reveal, { over: back.resolve });
}

const GONE = new Error('org.freedesktop.DBus.Error.ServiceUnknown: The name is not activatable');
const LOCKED = new Error('org.freedesktop.Secret.Error.IsLocked: the prompt was dismissed');

export const engineToKeychain: Seam = {
  name: 'engine → keychain',
  sources: ['engine/secrets'],
  cells: {
    'time-out': told(false, silent),
    // Whoever keeps the keychain has ended; somebody has to start it again.
    reset: told(false, () => asked(fails(GONE, 'open', 'get', 'set', 'remove'), reveal)),
    '429': NO_HTTP,
    '503': NO_HTTP,
    // What a keychain has for “not now”: it is locked, and the person did not unlock it.
    EAGAIN: told(false, () => asked(fails(LOCKED, 'get', 'set', 'remove'), reveal)),
    SQLITE_BUSY: NO_DATABASE,
    // Nothing of the value before is lost, and it is had.
    ENOSPC: told(false, () => asked(fails(systemError('ENOSPC'), 'set'), replace, { had: true })),
    EIO: told(false, () => asked(fails(systemError('EIO'), 'get', 'set', 'remove'), reveal)),
    // Trying again by itself would ask the person twice where the keychain does ask.
    EMFILE: told(true, () => asked(fails(systemError('EMFILE'), 'open'), reveal)),
  },
};
