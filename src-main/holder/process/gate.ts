import { existsSync } from 'node:fs';

/** What to execute. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * The line that a child starts as: it writes down which process it is and then becomes the program, so that a holder killed at any
 * moment leaves no process that nobody can name. Only builtins run, and there is no second process. `$0` is the record's path, `$1` the
 * descriptors to close.
 */
const LINE = [
  'for f in $1; do eval "exec $f>&-"; done; shift',
  // One write of one line: the record is there whole or not at all.
  '{ read -r s < /proc/$$/stat; } 2>/dev/null || s=$$',
  `printf '%s\\n' "$s" > "$0" || exit 126`,
].join('\n');

/**
 * Bash where there is one, because node-pty leaves the masters of other terminals open in every child on Linux, and dash cannot close
 * descriptors above 9. A child that holds another's master could type into it, and would keep it from hanging up. `-p` keeps
 * bash from reading BASH_ENV, and `--norc` from reading ~/.bashrc, which it does when its input is a socket.
 */
const SHELL: readonly string[] = process.platform === 'linux' && existsSync('/bin/bash') ? ['/bin/bash', '--norc', '-p'] : ['/bin/sh'];

/**
 * Wraps a command so that its process is recorded before it runs. Not on Windows, where the holder writes the record itself.
 * @param foreign descriptors that the child would inherit and must not have
 * @param mergeErrors sends the error output where the output goes, in the order of writing
 */
export function gated(command: Command, record: string, foreign: readonly number[], mergeErrors: boolean): Command {
  const [file = '/bin/sh', ...options] = SHELL;
  const closable = file === '/bin/bash' ? foreign : [];
  const line = `${LINE}\nexec "$@"${mergeErrors ? ' 2>&1' : ''}`;
  return { file, args: [...options, '-c', line, record, closable.join(' '), command.file, ...command.args] };
}
