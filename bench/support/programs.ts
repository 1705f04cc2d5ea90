import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Absolute path of a program of the PATH. @throws Error when there is none */
export function programPath(name: string): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch (error) {
      // Not in this folder; the next one is looked at.
      if (!(error instanceof Error)) throw error;
    }
  }
  throw new Error(`${name} is not on the PATH`);
}
