import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectHolder } from '../../src-main/holder/client.ts';
import { readHolderKey } from '../../src-main/holder/key.ts';

/** Presses keys in a terminal, whether an engine runs or not. @throws Error when no holder has the terminal */
export async function pressKeys(dataFolder: string, terminal: string, keys: string): Promise<void> {
  const folder = join(dataFolder, 'holders');
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json')) continue;
    const { socket } = JSON.parse(await readFile(join(folder, name), 'utf8'));
    const holder = await connectHolder(socket, await readHolderKey(dataFolder), 'engine');
    try {
      if (!(await holder.list()).some((child) => child.childId === terminal)) continue;
      await holder.input(terminal, Buffer.from(keys));
      return;
    } finally {
      holder.close();
    }
  }
  throw new Error(`no holder has ${terminal}`);
}
