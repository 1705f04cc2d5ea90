import type { Secrets } from '#renderer/features/secrets/secret-tasks.ts';
import { SecretsSection } from '#renderer/features/secrets/secrets-section.tsx';
import { pageNow } from '#renderer/rpc/page-clock.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { Specimen } from '../specimen.ts';

const HOUR = 3_600_000;
const AT = Date.now() - (pageNow() % 1) - 3 * HOUR;
const LIST = [
  { name: 'anthropic', createdAt: AT, rotatedAt: AT, rotateDays: null, due: false },
  { name: 'DEPLOY_TOKEN', createdAt: AT - 2400 * HOUR, rotatedAt: AT - 2400 * HOUR, rotateDays: 90, due: true },
];
const nothing = async () => false;

function specimen(id: string, secrets: Partial<Secrets>): Specimen {
  const shown: Secrets = { known: null, busy: false, error: null, ...secrets };
  return { id: `secrets-${id}`, width: 640, draw: () => <SecretsSection {...shown} look={() => undefined} change={nothing} /> };
}

export const SECRETS: readonly Specimen[] = [
  specimen('kept', { known: { status: { state: 'ready', store: 'keychain', waiting: 0 }, list: LIST } }),
  specimen('none', { known: { status: { state: 'ready', store: 'machine', waiting: 0 }, list: [] } }),
  specimen('choose', { known: { status: { state: 'locked', reason: 'no-store', why: 'no session bus', waiting: 0 }, list: [] } }),
  specimen('locked', { known: { status: { state: 'locked', reason: 'passphrase', waiting: 2 }, list: LIST } }),
  specimen('keychain-away', { known: { status: { state: 'locked', reason: 'keychain', why: 'it is locked', waiting: 1 }, list: LIST } }),
  specimen('failed', { error: new KimiError('SECRETS_DAMAGED', { path: '/home/ada/.kimi-shell/secrets.json', reason: 'no JSON' }) }),
];
