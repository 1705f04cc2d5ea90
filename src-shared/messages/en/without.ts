import type { Part } from '../../degradation.ts';

/** English texts: what goes on without a part, what does not, and how it comes back. docs/recovery.md is made from them. */
export const without = {
  'without.keychain.name': 'a keychain',
  'without.keychain.goes-on': 'Everything: secrets are in an encrypted file, under a passphrase or, weaker, a key of this machine.',
  'without.keychain.stops': 'With a passphrase, work that needs a secret waits after each start until you enter it (SECRETS_LOCKED).',
  'without.keychain.repair': 'On Linux install and unlock gnome-keyring or KWallet; secrets that are in the file stay there.',
  'without.network.name': 'a network',
  'without.network.goes-on': 'Sessions, terminals, recordings, shells, windows, settings.',
  'without.network.stops':
    'Models do not answer: Kimi tries again by itself, then its turn fails (MODEL_UNREACHABLE). Kimi cannot be installed.',
  'without.network.repair': 'Connect again, then send the message once more; nothing has to be started anew.',
  'without.git.name': 'git',
  'without.git.goes-on': 'Everything of Kimi Shell itself.',
  'without.git.stops': 'What agents and shells do with git.',
  'without.git.repair': 'Install git; sessions find it from their next start on.',
  'without.kimi.name': 'Kimi',
  'without.kimi.goes-on': 'Sessions that run, shells, recordings, settings.',
  'without.kimi.stops': 'New sessions of Kimi, and restarting ended ones (KIMI_MISSING).',
  'without.kimi.repair': 'Install it (“kimi-shell agent install”), or name it in kimi.path.',
  'without.disk.name': 'disk space',
  'without.disk.goes-on': 'Programs in terminals, with the newest 8 MiB of output of each in memory; reading, sending, stopping, deleting.',
  'without.disk.stops': 'Recording; new sessions, changed settings and links (DATA_FOLDER_FULL, AUDIT_UNAVAILABLE).',
  'without.disk.repair': 'Make room; within seconds everything goes on by itself.',
  'without.tray.name': 'a tray',
  'without.tray.goes-on': 'The app, its windows and its notifications.',
  'without.tray.stops': 'The icon: a window that was closed is opened by starting the app again.',
  'without.tray.repair': 'On GNOME install the extension AppIndicator; elsewhere switch the desktop’s tray on.',
} as const satisfies Readonly<Record<`without.${Part}.${'name' | 'goes-on' | 'stops' | 'repair'}`, string>>;
