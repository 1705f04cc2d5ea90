import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';

/** An editor that cannot open anything says so at once; one that still runs after this has taken the file. */
const FAILS_WITHIN_MS = 1_500;

/**
 * Starts an editor that lives on by itself. Resolves when it has done its work or has run for a moment.
 * @throws KimiError EDITOR_FAILED when it cannot be started, or ends with a failure at once
 */
export function startEditor(
  program: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<void> {
  const name = basename(program);
  return new Promise((resolve, reject) => {
    // No shell: nothing in a path can mean anything but the path.
    const child = spawn(program, [...args], { ...place, detached: true, stdio: 'ignore', shell: false, windowsHide: false });
    const timer = setTimeout(done, FAILS_WITHIN_MS);
    function done(): void {
      clearTimeout(timer);
      child.unref();
      resolve();
    }
    child.once('error', (error) => {
      clearTimeout(timer);
      const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
      reject(new KimiError('EDITOR_FAILED', { program: name, reason: code }, { cause: error }));
    });
    child.once('exit', (code) => {
      if (code === 0 || code === null) done();
      else {
        clearTimeout(timer);
        reject(new KimiError('EDITOR_FAILED', { program: name, code }));
      }
    });
  });
}
