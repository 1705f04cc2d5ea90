import path from 'node:path';

/** Names and values of a process' environment. */
export type Environment = Readonly<Record<string, string>>;

/** What the engine's own environment may hand down on Linux and macOS: who, where, which language, which desktop, which proxy. */
const ALLOWED_POSIX: ReadonlySet<string> = new Set([
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'PATH',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'SSH_AUTH_SOCK',
  'DBUS_SESSION_BUS_ADDRESS',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  '__CF_USER_TEXT_ENCODING',
]);
const ALLOWED_POSIX_PREFIXES = ['LC_', 'XDG_'];

/** The same for Windows, where names ignore case and programs do not start without several of these. */
const ALLOWED_WINDOWS: ReadonlySet<string> = new Set([
  'PATH',
  'PATHEXT',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'TEMP',
  'TMP',
  'USERNAME',
  'USERDOMAIN',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'HOME',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'PROGRAMW6432',
  'COMMONPROGRAMFILES',
  'COMMONPROGRAMFILES(X86)',
  'COMPUTERNAME',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
  'OS',
  'PSMODULEPATH',
  'LANG',
  'TZ',
  'SSH_AUTH_SOCK',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  // Kimi's own variable (where Git Bash is), in spite of the look of its name.
  'KIMI_SHELL_PATH',
]);

/** What describes the shell that was asked, not the one that will run. */
const SHELL_OWN: ReadonlySet<string> = new Set(['_', 'SHLVL', 'PWD', 'OLDPWD', 'TERM', 'COLORTERM', 'COLUMNS', 'LINES']);

/** The part of the engine's own environment that children may see. */
export function allowedEnvironment(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Environment {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !allows(name, platform)) continue;
    kept[name] = name.toUpperCase() === 'PATH' ? cleanPath(value, platform) : value;
  }
  return kept;
}

function allows(name: string, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return ALLOWED_WINDOWS.has(name.toUpperCase());
  return ALLOWED_POSIX.has(name) || ALLOWED_POSIX_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/**
 * A login shell's environment without what is ours and what describes the asked shell itself. The shell is asked with
 * the allow list only, so whatever else is in it (NODE_OPTIONS, a npm prefix, an Electron mirror) was set by the
 * person's own start-up files and not by what happened to start the engine.
 */
export function cleanLoginEnvironment(env: Readonly<Record<string, string>>): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SHELL_OWN.has(name) && !isOurs(name)));
}

function isOurs(name: string): boolean {
  const upper = name.toUpperCase();
  return upper.startsWith('KIMI_SHELL_') && upper !== 'KIMI_SHELL_PATH';
}

/**
 * A search path without what package managers put in front for their scripts (`node_modules/.bin`, node-gyp's folder),
 * and without empty and relative entries, which would mean the session's folder.
 */
export function cleanPath(value: string, platform: NodeJS.Platform): string {
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  const entries = value.split(flavour.delimiter).filter((entry) => {
    if (!flavour.isAbsolute(entry)) return false;
    const plain = entry.replaceAll('\\', '/').replace(/\/+$/, '');
    return !plain.endsWith('/node_modules/.bin') && !plain.endsWith('/node-gyp-bin');
  });
  return [...new Set(entries)].join(flavour.delimiter);
}

/** Reads a variable whose name ignores case on Windows (`Path`). */
export function readVariable(env: Environment, name: string, platform: NodeJS.Platform): string | undefined {
  if (platform !== 'win32') return env[name];
  const found = Object.keys(env).find((key) => key.toUpperCase() === name.toUpperCase());
  return found === undefined ? undefined : env[found];
}

/** What every terminal of ours tells its program: kind of terminal, 24-bit colour, and UTF-8 when nobody chose a language. */
export function terminalVariables(env: Environment, platform: NodeJS.Platform): Environment {
  const spoken = env.LC_ALL ?? env.LC_CTYPE ?? env.LANG;
  const language =
    platform === 'win32' || (spoken !== undefined && spoken !== '') ? {} : { LANG: platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8' };
  return { TERM: 'xterm-256color', COLORTERM: 'truecolor', ...language };
}
