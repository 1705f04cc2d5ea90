import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In a mount namespace of its own, whose /etc has the file; everything else sees /etc as it is. */
const BEGIN = 'mount -t overlay overlay -o "lowerdir=$0:/etc" /etc && exec "$@"';

/** Words in front of a program that make it, and all that it starts, find a file of the administrator. */
export interface AdminMachine {
  readonly before: readonly string[];
}

/**
 * A machine whose administrator has set what `toml` says. `folder`: where its file may lie. Null where this user may not mount one over
 * /etc, and on other systems than Linux.
 */
export function adminMachine(folder: string, toml: string): AdminMachine | null {
  const etc = join(folder, 'etc');
  mkdirSync(join(etc, 'kimi-shell'), { recursive: true, mode: 0o755 });
  writeFileSync(join(etc, 'kimi-shell', 'settings.toml'), toml, { mode: 0o644 });
  const before = ['unshare', '--mount', '--propagation', 'private', '/bin/sh', '-c', BEGIN, etc];
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  try {
    const [program = '', ...words] = before;
    execFileSync(program, [...words, 'cat', '/etc/kimi-shell/settings.toml'], { stdio: 'pipe' });
    return { before };
  } catch {
    return null;
  }
}
