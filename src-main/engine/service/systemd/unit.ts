import type { ServiceSpec } from '../types.ts';

/** Variables that change what Node or the loader is: whoever put one into the manager's environment did not mean this engine. */
const NOT_FOR_US = ['NODE_OPTIONS', 'NODE_PATH', 'LD_PRELOAD', 'LD_LIBRARY_PATH', 'LD_AUDIT', 'KIMI_SHELL_HOME'];

/**
 * The unit of the person's systemd that runs an engine.
 *
 * KillMode=process: a holder has a scope of its own, but where it could not get one it is in ours, and it and what it holds must
 * live on; everything else that the engine started ends with the engine by itself. OOMPolicy=continue for the same reason.
 * Limits: the engine ends within 5 s and writes its log for 1 s more; five failures in a minute are no accident. Exit code 2 is a
 * command line that was not understood, which a restart does not change.
 */
export function systemdUnit({ program, args }: ServiceSpec): string {
  // Through the shell, which replaces itself: systemd runs no program whose own path has a quote or a backslash in it.
  const command = ['/bin/sh', '-c', 'exec "$0" "$@"', program, ...args];
  return `# Written by "kimi-shell service install", which replaces it; see "systemctl --user edit" for changes of your own.
[Unit]
Description=Kimi Shell: keeps coding agents alive in terminals
StartLimitIntervalSec=60
StartLimitBurst=5

[Service]
Type=exec
ExecStart=${command.map(systemdWord).join(' ')}
UnsetEnvironment=${NOT_FOR_US.join(' ')}
Restart=on-failure
RestartSec=1
RestartPreventExitStatus=2
KillMode=process
TimeoutStopSec=10
OOMPolicy=continue

[Install]
WantedBy=default.target
`;
}

/** What C has an escape for in systemd's eyes, and the code points that it does not take for UTF-8. */
const ESCAPED = /[\\"\u0001-\u001f\u007f\p{Noncharacter_Code_Point}]/gu;

/**
 * A word of a command line as systemd reads it: in double quotes with C escapes, `$` and `%` doubled. Pure.
 * @param word without NUL, which no argument can have
 */
export function systemdWord(word: string): string {
  const literal = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return `"${literal.replaceAll(ESCAPED, escaped)}"`;
}

function escaped(character: string): string {
  if (character === '\\' || character === '"') return `\\${character}`;
  return [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
