import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where an engine says that it is there, and that it is coming. */
const RECORDS = ['engine.json', 'engine.next.json'];

/**
 * Whether the data folder may have an engine already. A hint that costs no schema and no database: who starts an engine finds out for
 * sure (engine/lock). A process id that is another program's by now makes it true, and a window opens a moment later than it could.
 */
export async function someEngineLives(dataFolder: string): Promise<boolean> {
  const lives = await Promise.all(RECORDS.map((name) => ownerLives(join(dataFolder, name))));
  return lives.includes(true);
}

async function ownerLives(path: string): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
  const pid = /"pid":\s*(\d+)/.exec(text)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    // It lives, and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
