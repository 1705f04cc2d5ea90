import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
export const NODE = path.join(ROOT, 'node_modules/node/bin/node');
export const KIMI_SCRIPT = path.join(ROOT, 'node_modules/@moonshot-ai/kimi-code/dist/main.mjs');
const MODEL = path.join(ROOT, 'resources/demo/model.mjs');

/** The demo's scripted model, listening. */
export interface RunningModel {
  readonly port: number;
  /** Writes a Kimi home that uses it. */
  writeConfig(folder: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the product's own scripted model and waits until it says where it listens. */
export async function startModel(): Promise<RunningModel> {
  const child = spawn(NODE, [MODEL, '--port', '0', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await listeningPort(child);
  return {
    port,
    writeConfig: async (folder) => {
      await promisify(execFile)(NODE, [MODEL, '--write-config', folder, '--port', String(port)]);
    },
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function listeningPort(child: ChildProcess): Promise<number> {
  let said = '';
  for await (const piece of child.stdout!) {
    said += String(piece);
    const port = /listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
    if (port !== undefined) {
      // The rest of its output must not fill the pipe.
      child.stdout!.resume();
      return Number(port);
    }
  }
  throw new Error(`the model ended without listening: ${said}`);
}
