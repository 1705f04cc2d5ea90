import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAgents } from '#main/engine/agents/index.ts';
import type { AgentWatch } from '#main/engine/agents/types.ts';
import { createLaunchResolver } from '#main/engine/launch/index.ts';
import { Settings } from '#shared/contract/index.ts';
import { NODE } from './support/model.ts';
import { RealTerminal, reaches } from './support/terminal.ts';

describe('the login shell as an agent', () => {
  let folder: string;
  let terminal: RealTerminal | undefined;
  let watch: AgentWatch | undefined;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(`${os.tmpdir()}/shell-`));
  });
  afterEach(async () => {
    watch?.close();
    await terminal?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(args: readonly string[] = []): Promise<{ terminal: RealTerminal; watch: AgentWatch }> {
    const launch = createLaunchResolver({ nodeBinary: NODE, env: { HOME: folder, SHELL: '/bin/bash', PATH: '/usr/bin:/bin' } });
    const shell = createAgents({ settings: () => Settings.parse({}), launch, nodeBinary: NODE }).get('shell');
    const plan = await shell.launch({ cwd: folder, args });
    const resolved = await launch.resolve({ plan, cwd: folder, env: {}, own: {} });
    terminal = new RealTerminal(resolved);
    watch = shell.watch(terminal.context({ cwd: folder, env: resolved.env, owners: new Map(), id: 'shell' }));
    return { terminal, watch };
  }

  it('is starting, then idle at the prompt, working while a program is in front, then exited', async () => {
    const { terminal, watch } = await start();
    expect(watch.state.name).toBe('starting');
    await reaches(watch, (state) => state.name === 'idle');
    expect(await watch.send('sleep 30', 5_000)).toEqual({ confirmedBy: 'screen' });
    const working = await reaches(watch, (state) => state.name === 'working');
    expect(working).toMatchObject({ detail: 'sleep', evidence: [{ source: 'process' }, { source: 'process' }] });
    terminal.type('\u0003');
    await reaches(watch, (state) => state.name === 'idle');
    await watch.askToEnd();
    const exit = await terminal.exited;
    expect(watch.ended(exit).evidence).toMatchObject([{ source: 'process' }]);
  });

  it('is failed when it ends with an error, with the code', async () => {
    const { terminal, watch } = await start(['-c', 'exit 3']);
    expect(watch.ended(await terminal.exited)).toMatchObject({ name: 'failed', detail: 'ended with code 3' });
  });

  it('confirms a message whose echo is wiped off the screen at once', async () => {
    const { terminal, watch } = await start();
    await reaches(watch, (state) => state.name === 'idle');
    expect(await watch.send('cd /; clear; printf "all-%s" clear', 5_000)).toEqual({ confirmedBy: 'screen' });
    await terminal.shows(/^all-clear/);
  });

  it('does not call a hidden password prompt confirmed', async () => {
    const { terminal, watch } = await start(['-c', 'stty -echo; printf password:; read secret']);
    await terminal.shows(/password:/);
    await expect(watch.send('opensesame', 400)).rejects.toMatchObject({ code: 'PROMPT_NOT_CONFIRMED' });
  });

  it('starts a plain program through its own environment, not ours', async () => {
    const { terminal } = await start(['-c', 'echo "[$NODE_OPTIONS|$KIMI_SHELL_HOME|$TERM|$COLORTERM]"; read wait']);
    await terminal.shows(/\[\|\|xterm-256color\|truecolor\]/);
  });
});
