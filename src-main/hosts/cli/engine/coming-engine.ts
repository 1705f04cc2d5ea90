import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive } from '../../../holder/process/process-list.ts';

const Named = z.object({ pid: z.number().int(), startTime: z.string().default('') });

/**
 * Whether a process lives that is this folder's engine, or is about to be: its doors are shut because it is starting, taking
 * over, or ending. What the files say outlives their writers, so the process counts.
 */
export async function engineIsComing(dataFolder: string): Promise<boolean> {
  for (const name of ['engine.next.json', 'engine.json']) {
    if (await namesLiving(join(dataFolder, name))) return true;
  }
  return false;
}

async function namesLiving(path: string): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
  const named = Named.safeParse(parsed(text));
  return named.success && (await isAlive(named.data));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Written by something else: it names nobody.
    return null;
  }
}
