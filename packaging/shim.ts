/** Where a Linux package installs to; electron-builder's own choice for a product of this name. */
export const LINUX_RESOURCES = '/opt/Kimi Shell/resources';

/**
 * `kimi-shell` for a Unix shell. `resources` is where the app is installed; without it, the command looks from where it lies itself,
 * through links. Where the app is gone, the newest runtime that sessions run from still has the command line.
 */
export function unixShim(resources?: string): string {
  const find =
    resources === undefined
      ? `self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
resources=$(CDPATH='' cd -- "$(dirname -- "$self")/.." && pwd -P)`
      : `resources='${resources}'`;
  return `#!/bin/sh
# kimi-shell, with the Node that came with Kimi Shell.
${find}
if [ -x "$resources/runtime/node" ]; then
  exec "$resources/runtime/node" "$resources/runtime/out/main/cli.js" "$@"
fi
newest=''
for folder in "\${KIMI_SHELL_HOME:-$HOME/.kimi-shell}"/runtime/*/; do
  [ -x "$folder/node" ] || continue
  if [ -z "$newest" ] || [ "$folder" -nt "$newest" ]; then newest=$folder; fi
done
if [ -n "$newest" ]; then
  exec "$newest/node" "$newest/cli.js" "$@"
fi
echo "Kimi Shell is not in $resources any more. Install it again, or remove $0." >&2
exit 5
`;
}

/** The same for Windows, where the command lies in the app. */
export function windowsShim(): string {
  return '@echo off\r\n"%~dp0..\\runtime\\node.exe" "%~dp0..\\runtime\\out\\main\\cli.js" %*\r\n';
}
