/** Where programs look for their own folders. */
const HOMES = new Set([
  'HOME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
  'KIMI_CODE_HOME',
  'KIMI_SHARE_DIR',
]);

/**
 * The part of a child's environment that an adapter needs to find the agent's files, also after an engine restart. Only
 * names that are known to hold folders: the rest of an environment may hold keys, which have no business in the database.
 */
export function agentEnvironment(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => HOMES.has(name.toUpperCase())));
}
