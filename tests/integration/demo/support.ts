import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export const MODEL = join(import.meta.dirname, '../../../resources/demo/model.mjs');
const KIMI = join(dirname(createRequire(import.meta.url).resolve('@moonshot-ai/kimi-code/package.json')), 'dist/main.mjs');

/** The scripted model as its own process; resolves with its first line. */
export async function startModel(args: readonly string[]) {
  const child = spawn(process.execPath, [MODEL, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  const first = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      resolve(line);
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.once('exit', (code) => reject(new Error(`the model ended with ${code}: ${complaint}`)));
  });
  const line = await first;
  return { child, lines, exited, line, port: Number(/:(\d+)$/.exec(line)?.[1]) };
}

/** Ends a process that may have ended already. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** A home for kimi that points at a running scripted model, and a folder to work in. */
export async function demoHome() {
  const root = await mkdtemp(join(tmpdir(), 'kimi-demo-'));
  const home = join(root, 'home');
  const work = join(root, 'work');
  await mkdir(work);
  const model = await startModel(['--write-config', home, '--serve']);
  return {
    home,
    work,
    model,
    async remove() {
      await end(model.child);
      await rm(root, { recursive: true, force: true });
    },
  };
}

interface Line {
  readonly role: string;
  readonly type?: string;
  readonly content?: string;
  readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
}

/** One run of the real Kimi CLI in print mode. */
export async function kimi(demo: { readonly home: string; readonly work: string }, prompt: string) {
  const child = spawn(process.execPath, [KIMI, '-p', prompt, '--output-format', 'stream-json'], {
    cwd: demo.work,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: demo.home,
      KIMI_CODE_HOME: demo.home,
      KIMI_CODE_NO_AUTO_UPDATE: '1',
      KIMI_DISABLE_TELEMETRY: '1',
    },
  });
  let out = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  // A tool's own output stands between the lines of JSON.
  const said = out
    .split('\n')
    .filter((line) => line.startsWith('{"role"'))
    .map((line) => JSON.parse(line) as Line);
  return {
    code,
    complaint,
    lines: said,
    tools: said.flatMap((line) => line.tool_calls ?? []).map((call) => call.function.name),
    answer: said.findLast((line) => line.role === 'assistant')?.content ?? '',
    retries: said.filter((line) => line.type === 'turn.step.retrying').length,
  };
}
