import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'open-';

/**
 * Opens a link in the person's browser without showing it to anybody else: the arguments of a process can be read by every
 * user of the machine (`ps`), and the link lets its reader in. So the browser is handed a file that only the owner can read,
 * which leads on to the link. The caller removes it with `removeLeftovers` when the link was used or is dead.
 * @throws NodeJS.ErrnoException when there is no program to open it with
 */
export async function openInBrowser(dataFolder: string, link: string): Promise<void> {
  const path = join(dataFolder, `${PREFIX}${randomBytes(8).toString('hex')}.html`);
  // The link is ours and holds nothing that HTML would take for markup.
  const page = `<!doctype html><meta charset="utf-8"><title>Kimi Shell</title><meta http-equiv="refresh" content="0; url=${link}">\n`;
  await writeFile(path, page, { mode: 0o600, flag: 'wx' });
  const [program, ...args] = opener(path);
  const child = spawn(program, args, { stdio: 'ignore', detached: true, windowsHide: true });
  await once(child, 'spawn');
  child.unref();
}

/** Removes the files that led browsers to links. */
export async function removeLeftovers(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    if (name.startsWith(PREFIX) && name.endsWith('.html')) await rm(join(dataFolder, name), { force: true });
  }
}

function opener(path: string): readonly [string, ...string[]] {
  switch (process.platform) {
    case 'darwin':
      return ['open', path];
    case 'win32':
      // `start` is a word of cmd.exe; its first quoted argument would be a window title.
      return ['cmd.exe', '/c', 'start', '', path];
    default:
      return ['xdg-open', path];
  }
}
