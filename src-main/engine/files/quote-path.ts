import path from 'node:path';

/** How the shell in a terminal reads quotes. */
export type ShellKind = 'posix' | 'powershell' | 'cmd';

/** The kind of a shell by its program; without one, the kind that most programs of the system follow. */
export function shellKind(program: string | undefined, platform: NodeJS.Platform): ShellKind {
  if (platform !== 'win32') return 'posix';
  const name = path.win32.basename(program ?? '').toLowerCase();
  if (/^(powershell|pwsh)/.test(name)) return 'powershell';
  return /^(ba|z|fi|da)?sh(\.exe)?$/.test(name) ? 'posix' : 'cmd';
}

/** A path as one word of a command line; as it is where nothing in it means anything to the shell. */
export function quotePath(file: string, shell: ShellKind): string {
  if (/^[\w/.,:@+\-\\]+$/.test(file) && (shell !== 'posix' || !file.includes('\\'))) return file;
  switch (shell) {
    case 'posix':
      return `'${file.replaceAll("'", `'\\''`)}'`;
    case 'powershell':
      return `'${file.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
    case 'cmd':
      return `"${file}"`;
  }
}
