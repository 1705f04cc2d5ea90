import { z } from 'zod';
import { procedure } from './base.ts';

/** Where values are kept: the system's keychain, or a file that is encrypted under a passphrase or, weaker, under a key of this machine. */
export const STORE_KINDS = ['keychain', 'passphrase', 'machine'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

/** Why secrets cannot be had: it has to be said where to keep them, or the store waits for its passphrase, the keychain, its machine. */
export const LOCKED_REASONS = ['no-store', 'passphrase', 'keychain', 'other-machine', 'no-machine-id'] as const;
export type LockedReason = (typeof LOCKED_REASONS)[number];

export const SecretStatus = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('ready'),
    store: z.enum(STORE_KINDS),
    /** How much work waits for a secret. */
    waiting: z.number().int(),
  }),
  z.object({
    state: z.literal('locked'),
    reason: z.enum(LOCKED_REASONS),
    /** What the keychain said. */
    why: z.string().optional(),
    waiting: z.number().int(),
  }),
]);
export type SecretStatus = z.infer<typeof SecretStatus>;

/** Letters, digits, `.`, `_` and `-`, so that a variable's name is one. */
export const SecretName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, ".", "_" and "-" are expected');

/** Everything about a secret but its value. Times in ms since the epoch. */
export const SecretInfo = z.object({
  name: SecretName,
  createdAt: z.number(),
  /** When its value was last replaced. */
  rotatedAt: z.number(),
  /** After how many days it should be replaced; null: nobody is reminded. */
  rotateDays: z.number().int().nullable(),
  /** Whether it should have been replaced by now. */
  due: z.boolean(),
});
export type SecretInfo = z.infer<typeof SecretInfo>;

/** No NUL: it could be in no environment. */
export const SecretValue = z
  .string()
  .min(1)
  .max(16_384, 'it is too long')
  .regex(/^[^\0]*$/, 'it has a NUL character');
/** Ten years at most. */
export const RotateDays = z.number().int().min(0).max(3650).optional().describe('remind after so many days; 0: never');
/** NIST SP 800-63B: at least eight characters where people choose them. */
const Passphrase = z.string().min(8).max(1024);

const Name = SecretName.describe('name of the secret');

export const secrets = {
  list: procedure({
    role: 'owner',
    changes: false,
    cli: { command: 'secret list', summary: 'List secrets with their age and what should be replaced; never their values' },
  })
    .input(z.object({}))
    .output(z.array(SecretInfo)),

  status: procedure({
    role: 'owner',
    changes: false,
    cli: { command: 'secret status', summary: 'Say where secrets are kept, whether they can be had, and what waits for them' },
  })
    .input(z.object({}))
    .output(SecretStatus),

  set: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: { internal: 'behind secret set and import, which never take a value as an argument' },
  })
    .input(z.object({ name: Name, value: SecretValue, rotateDays: RotateDays }))
    .output(SecretInfo),

  rotate: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: { internal: 'behind secret rotate, which never takes a value as an argument' },
  })
    .input(z.object({ name: Name, value: SecretValue, rotateDays: RotateDays }))
    .output(SecretInfo),

  /** Reading a value is recorded as a change is. */
  reveal: procedure({ role: 'owner', changes: true, needsAudit: true, cli: { internal: 'behind secret get, which asks for --reveal' } })
    .input(z.object({ name: Name }))
    .output(z.object({ value: z.string() })),

  delete: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: { command: 'secret delete', positional: ['name'], summary: 'Delete a secret' },
  })
    .input(z.object({ name: Name }))
    .output(z.object({ name: SecretName })),

  unlock: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: { internal: 'behind secret unlock, which never takes a passphrase as an argument' },
  })
    .input(z.object({ passphrase: Passphrase.optional(), machine: z.boolean().default(false) }))
    .output(SecretStatus),
};
