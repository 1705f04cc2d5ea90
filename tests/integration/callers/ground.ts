import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ulid } from 'ulid';
import { builtInstallation } from '../../support/build.ts';
import { type HeadlessApp, startHeadlessApp } from '../../support/headless-app.ts';
import { asOwner, type OwnerClient } from '../../support/owner-client.ts';
import { until } from '../../support/until.ts';
import type { Attempt, Outcome } from './knock.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
export const NODE = join(ROOT, 'node_modules/node/bin/node');
export const CLI = join(ROOT, 'out/main/cli.js');
const KNOCK = join(import.meta.dirname, 'knock.ts');

/** What an attempt can be aimed at. */
export interface Target {
  /** The session that the attempt is made from. */
  readonly own: string;
  /** Another session, and its terminal. */
  readonly other: string;
  readonly otherTerminal: string;
  readonly socket: string;
  readonly ownerToken: string;
}

/**
 * How a program is started from inside a session; `K` stands for its command line, `UP` for a file that is there once it runs.
 * `$$` is what it waits to lose as its parent.
 */
export const WAYS = {
  'a program of the shell': 'K',
  'a program in a kernel session of its own': 'setsid --wait K',
  'a program with a cleared environment': 'env -i K',
  'a double-forked, re-parented program': `sh -c 'K $$ &'; read -r _`,
  'a re-parented program in a kernel session of its own': `sh -c 'setsid K $$ &'; read -r _`,
  'a re-parented program with a cleared environment': `sh -c 'env -i K $$ &'; read -r _`,
  'a daemon: re-parented, in a kernel session of its own, with a cleared environment': `sh -c 'env -i setsid K $$ &'; read -r _`,
  'a program that outlives its session': 'K $$ & until [ -e UP ]; do sleep 0.01; done',
} as const;

/** The built product, with a session that is nobody's business, and attempts from inside others. */
export class Ground {
  readonly app: HeadlessApp;
  readonly folder: string;
  readonly #other: { readonly id: string; readonly terminal: string };

  private constructor(app: HeadlessApp, folder: string, other: { readonly id: string; readonly terminal: string }) {
    this.app = app;
    this.folder = folder;
    this.#other = other;
  }

  static async open(options: { readonly demo?: boolean; readonly root?: string } = {}): Promise<Ground> {
    await builtInstallation();
    const app = await startHeadlessApp(options);
    const folder = await mkdtemp(join(tmpdir(), 'kimi-callers-'));
    const other = await asOwner(app.dataFolder, (client) =>
      client.session.create({ name: 'precious', agent: 'shell', cwd: folder, args: ['-c', 'echo precious; cat'] }),
    );
    return new Ground(app, folder, { id: other.id, terminal: other.terminals[0]!.id });
  }

  async close(): Promise<void> {
    await this.app.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  owner<T>(call: (client: OwnerClient) => Promise<T>): Promise<T> {
    return asOwner(this.app.dataFolder, call);
  }

  async target(own: string): Promise<Target> {
    const { socket } = JSON.parse(await readFile(join(this.app.dataFolder, 'engine.json'), 'utf8')) as { socket: string };
    const ownerToken = (await readFile(join(this.app.dataFolder, 'owner.token'), 'utf8')).trim();
    return { own, other: this.#other.id, otherTerminal: this.#other.terminal, socket, ownerToken };
  }

  /** A holder's socket with the key to it, as any program of this user can read them. */
  async holder(): Promise<Attempt> {
    const folder = join(this.app.dataFolder, 'holders');
    const record = (await readdir(folder)).find((name) => name.endsWith('.json')) ?? '';
    const { socket } = JSON.parse(await readFile(join(folder, record), 'utf8')) as { socket: string };
    return { at: 'holder', socket, key: (await readFile(join(folder, 'key'), 'utf8')).trim() };
  }

  async mirror(childId: string): Promise<Attempt> {
    const run = join(this.app.dataFolder, 'run');
    // It is started beside the engine; without it there would be nobody to refuse anything.
    const name = await until('the mirror listens', async () => (await readdir(run)).find((file) => file.startsWith('mirror-')));
    return { at: 'mirror', socket: join(run, name), childId };
  }

  /** Makes an attempt from inside a session of its own, and says what came of it. */
  async fromInside(attempt: (target: Target) => Attempt | Promise<Attempt>, way: string = WAYS['a program of the shell']) {
    const files = await this.#files();
    const script = way.replaceAll('K', `'${NODE}' '${KNOCK}' '${files.job}'`).replaceAll('UP', `'${files.job}.up'`);
    // The script waits until the attempt is written down, which needs the session's id.
    const session = await this.owner((client) =>
      client.session.create({
        name: `attack ${ulid()}`,
        agent: 'shell',
        cwd: this.folder,
        args: ['-c', `until [ -e '${files.job}' ]; do sleep 0.01; done; ${script}`],
      }),
    );
    await this.#write(files, await attempt(await this.target(session.id)));
    return { session: session.id, outcome: await this.#outcome(files.out) };
  }

  /** The command line of the very same attempt, for whoever makes it elsewhere. */
  async prepared(attempt: Attempt): Promise<{ readonly command: string; readonly outcome: () => Promise<Outcome> }> {
    const files = await this.#files();
    await this.#write(files, attempt);
    return { command: `'${NODE}' '${KNOCK}' '${files.job}'`, outcome: () => this.#outcome(files.out) };
  }

  async #files(): Promise<{ readonly job: string; readonly out: string }> {
    const base = join(this.folder, ulid());
    return { job: `${base}.job`, out: `${base}.out` };
  }

  async #write({ job, out }: { readonly job: string; readonly out: string }, attempt: Attempt): Promise<void> {
    await writeFile(`${job}.tmp`, JSON.stringify({ out, attempt }));
    await rename(`${job}.tmp`, job);
  }

  async #outcome(out: string): Promise<Outcome> {
    return JSON.parse(await textOf(out)) as Outcome;
  }
}

/** A file's text once it is there. */
export function textOf(path: string): Promise<string> {
  return until(`${path} was written`, async () => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  });
}

/** A call at the engine's socket. */
export function callOf({ socket }: Target, token: string | null, path: string, input: unknown = {}): Attempt {
  return { at: 'engine', socket, token, path, input };
}
