import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLaunchResolver } from '#main/engine/launch/index.ts';

describe('what a child is finally spawned with', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'resolve-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const problems: string[] = [];
  const resolver = (env: NodeJS.ProcessEnv = {}) =>
    createLaunchResolver({
      nodeBinary: process.execPath,
      env: { HOME: home, SHELL: '/bin/bash', PATH: '/p/node_modules/.bin:/usr/bin:/bin', ...env },
      onProblem: (problem) => problems.push(problem),
    });

  it('is the login shell’s environment, the adapter’s, the person’s and ours, each winning over the one before', async () => {
    await writeFile(path.join(home, '.bash_profile'), 'export A=login B=login C=login D=login\n');
    const launch = await resolver({ NODE_OPTIONS: '--bad', npm_lifecycle_event: 'start' }).resolve({
      plan: { file: 'sh', args: ['-c', 'true'], env: { B: 'plan', C: 'plan', D: 'plan' } },
      cwd: home,
      env: { C: 'person', D: 'person', TERM: 'vt100' },
      own: { D: 'own', KIMI_SHELL_SESSION: 'ses' },
    });
    expect(launch).toMatchObject({ file: '/usr/bin/sh', args: ['-c', 'true'], cwd: home });
    expect(launch.env).toMatchObject({
      A: 'login',
      B: 'plan',
      C: 'person',
      D: 'own',
      TERM: 'vt100',
      COLORTERM: 'truecolor',
      KIMI_SHELL_SESSION: 'ses',
    });
    expect(launch.env).not.toHaveProperty('NODE_OPTIONS');
    expect(launch.env).not.toHaveProperty('npm_lifecycle_event');
    expect(launch.env.PATH).not.toContain('node_modules');
  });

  it('looks for the program on the child’s path, not on ours', async () => {
    const tool = path.join(home, 'tool');
    await writeFile(tool, '#!/bin/sh\n');
    await chmod(tool, 0o755);
    const request = { plan: { file: 'tool', args: [], env: {} }, cwd: home, own: {} };
    await expect(resolver().resolve({ ...request, env: {} })).rejects.toMatchObject({ code: 'BINARY_MISSING' });
    expect((await resolver().resolve({ ...request, env: { PATH: home } })).file).toBe(tool);
  });

  it('refuses a bad folder before it asks anything', async () => {
    await expect(
      resolver().resolve({ plan: { file: 'sh', args: [], env: {} }, cwd: path.join(home, 'no'), env: {}, own: {} }),
    ).rejects.toMatchObject({
      code: 'FOLDER_MISSING',
    });
  });

  it('asks the login shell once, and again only when told', async () => {
    const profile = path.join(home, '.bash_profile');
    const launch = resolver();
    await writeFile(profile, 'export A=1\n');
    expect(await launch.loginEnvironment()).toMatchObject({ A: '1' });
    await writeFile(profile, 'export A=2\n');
    expect(await launch.loginEnvironment()).toMatchObject({ A: '1' });
    expect(await launch.loginEnvironment({ refresh: true })).toMatchObject({ A: '2' });
  });

  it('does not wait for a login shell that failed five times in a row', async () => {
    const [silent, count] = [path.join(home, 'silent'), path.join(home, 'count')];
    // Two tries each time: interactive, and not.
    await writeFile(silent, `#!/bin/sh\necho asked >>${count}\nexit 0\n`);
    await chmod(silent, 0o755);
    problems.length = 0;
    const launch = resolver({ SHELL: silent });
    for (let time = 0; time < 7; time += 1) expect(await launch.loginEnvironment({ refresh: true })).toMatchObject({ HOME: home });
    expect((await readFile(count, 'utf8')).trim().split('\n')).toHaveLength(10);
    expect(problems).toHaveLength(7);
  });

  it('works without a usable login shell, and says so', async () => {
    const silent = path.join(home, 'silent');
    await writeFile(silent, '#!/bin/sh\nexit 0\n');
    await chmod(silent, 0o755);
    problems.length = 0;
    expect(await resolver({ SHELL: silent }).loginEnvironment()).toMatchObject({ HOME: home, PATH: '/usr/bin:/bin' });
    expect(problems).toEqual([expect.stringContaining('silent')]);
  });
});
