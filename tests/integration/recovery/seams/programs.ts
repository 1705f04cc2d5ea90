import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { locateKimi } from '#main/engine/agents/kimi/locate/locate.ts';
import { createLaunchResolver } from '#main/engine/launch/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { times, whileInjected } from './injected.ts';
import { NO_CONNECTION, NO_DATABASE, NO_FILE, NO_HTTP, type Outcome, type Seam, systemError } from './types.ts';

async function script(name: string, body: string): Promise<string> {
  const file = join(await tempFolder(), name);
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
  return file;
}

/** Asks a Kimi for its version. */
async function asked(file: string): Promise<Outcome> {
  const env = { HOME: await tempFolder(), PATH: '/usr/bin:/bin' };
  const { error } = await locateKimi({ setting: file, env, platform: process.platform, nodeBinary: process.execPath });
  return error === null ? 'recovered' : `told ${error.code}`;
}

/** Kimi is not started the first so many times. */
async function notStarted(code: string, count: number): Promise<Outcome> {
  const file = await script('kimi', 'echo 2.1.0');
  const fails = times(count);
  return whileInjected({ start: (program) => (program === file && fails() ? systemError(code) : null) }, () => asked(file));
}

/** A login shell that does not answer, or is not started: sessions get the engine's own allow list. */
async function withoutShell(shell: string, code: string | null): Promise<Outcome> {
  const said: string[] = [];
  const launch = createLaunchResolver({
    nodeBinary: process.execPath,
    env: { HOME: await tempFolder(), SHELL: shell, PATH: '/usr/bin:/bin' },
    onProblem: (problem) => said.push(problem),
  });
  const start = (file: string) => (code !== null && file === shell ? systemError(code) : null);
  const env = await whileInjected({ start }, () => launch.loginEnvironment());
  if (env.PATH !== '/usr/bin:/bin' || said.length !== 1) throw new Error(said.join());
  return 'goes on';
}

export const engineToKimi: Seam = {
  name: 'engine → Kimi’s version',
  sources: ['engine/agents/kimi', 'engine/agents/kimi/locate', 'engine/doctor', 'engine/files', 'engine/service'],
  cells: {
    'time-out': { expected: 'told BINARY_NOT_EXECUTABLE', passes: false, run: async () => asked(await script('kimi', 'exec sleep 600')) },
    reset: NO_CONNECTION,
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: { expected: 'recovered', passes: true, run: () => notStarted('EAGAIN', 3) },
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: NO_FILE,
    EIO: { expected: 'told BINARY_NOT_EXECUTABLE', passes: false, run: () => notStarted('EIO', 1) },
    EMFILE: { expected: 'recovered', passes: true, run: () => notStarted('EMFILE', 3) },
  },
};

export const engineToShell: Seam = {
  name: 'engine → login shell',
  sources: ['engine/launch'],
  cells: {
    'time-out': { expected: 'goes on', passes: true, run: async () => withoutShell(await script('silent', 'exec sleep 600'), null) },
    reset: { expected: 'goes on', passes: true, run: async () => withoutShell(await script('killed', 'kill -9 $$'), null) },
    '429': NO_HTTP,
    '503': NO_HTTP,
    EAGAIN: { expected: 'goes on', passes: true, run: () => withoutShell('/bin/sh', 'EAGAIN') },
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: NO_FILE,
    EIO: { expected: 'goes on', passes: false, run: () => withoutShell('/bin/sh', 'EIO') },
    EMFILE: { expected: 'goes on', passes: true, run: () => withoutShell('/bin/sh', 'EMFILE') },
  },
};
