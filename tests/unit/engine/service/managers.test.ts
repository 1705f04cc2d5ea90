import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openService } from '#main/engine/service/index.ts';
import type { CommandEnd, RunCommand } from '#main/engine/service/types.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const DONE: CommandEnd = { code: 0, stdout: '', stderr: '' };
const refused = (stderr: string): CommandEnd => ({ code: 1, stdout: '', stderr });

/** A machine whose service manager answers as `answer` says (nothing said: done), and what it was told. */
async function machine(platform: NodeJS.Platform, answer: (line: string) => CommandEnd | undefined) {
  const home = await tempFolder();
  const told: string[] = [];
  const run: RunCommand = async (program, args) => {
    const line = [program, ...args].join(' ').replaceAll(home, '~');
    told.push(line);
    return answer(line) ?? DONE;
  };
  const dataFolder = join(home, '.kimi-shell');
  const env = { USERDOMAIN: 'PC', USERNAME: 'me', XDG_RUNTIME_DIR: '/run/user/1' };
  const service = openService({ program: '/node', args: ['headless.js'], dataFolder, env, home, platform, run });
  return { home, dataFolder, service, told: (starts: string) => told.filter((line) => line.startsWith(starts)) };
}

describe('launchd', () => {
  /** launchctl's memory of one agent, which takes a moment to leave. */
  function launchctl(state: { loaded: boolean; leaving: number; refuses?: boolean }) {
    return (line: string): CommandEnd | undefined => {
      if (line.startsWith('launchctl print') && line.endsWith('/kimi-shell')) {
        if (state.leaving > 0 && --state.leaving === 0) state.loaded = false;
        return state.loaded ? { ...DONE, stdout: '\tstate = running\n\tpid = 77\n' } : refused('Could not find service');
      }
      if (line.startsWith('launchctl bootout')) state.leaving = 3;
      if (line.startsWith('launchctl bootstrap')) {
        if (state.refuses === true) return refused('Bootstrap failed: 5: Input/output error');
        if (state.loaded) return refused('Bootstrap failed: 37: Operation already in progress');
        state.loaded = true;
      }
      return undefined;
    };
  }

  it('is given the agent, and says what it runs', async () => {
    const { service, home, told } = await machine('darwin', launchctl({ loaded: false, leaving: 0 }));
    expect(await service.install()).toBe('installed');
    const { file, ...status } = await service.status();
    expect(status).toMatchObject({
      system: 'launchd',
      installed: true,
      current: true,
      state: 'running',
      pid: 77,
      since: null,
      linger: null,
    });
    expect(file).toBe(join(home, 'Library/LaunchAgents/kimi-shell.plist'));
    expect(told('launchctl bootstrap')).toEqual([
      expect.stringMatching(/^launchctl bootstrap gui\/\d+ ~\/Library\/LaunchAgents\/kimi-shell\.plist$/),
    ]);
    // launchd makes its log's file, not the folder.
    expect(await readdir(join(home, '.kimi-shell'))).toEqual(['logs']);
    expect(await service.install()).toBe('unchanged');
    expect(told('launchctl bootstrap')).toHaveLength(1);
    expect(told('launchctl kickstart')).toHaveLength(1);
  });

  it('has an older agent leave before the new one comes', async () => {
    const { service, told } = await machine('darwin', launchctl({ loaded: false, leaving: 0 }));
    await service.install();
    const { file } = await service.status();
    await writeFile(file, 'an older one');
    expect(await service.install()).toBe('updated');
    expect(told('launchctl boot').map((line) => line.split(' ')[1])).toEqual(['bootstrap', 'bootout', 'bootstrap']);
    expect(await service.uninstall()).toBe(true);
    expect(await service.status()).toMatchObject({ installed: false, state: 'stopped', pid: null });
  });

  it('leaves nothing behind when it refuses, or cannot be reached', async () => {
    const refusing = await machine('darwin', launchctl({ loaded: false, leaving: 0, refuses: true }));
    await expect(refusing.service.install()).rejects.toMatchObject({
      code: 'SERVICE_REFUSED',
      context: { reason: expect.stringContaining('5:') },
    });
    expect(await readdir(join(refusing.home, 'Library/LaunchAgents'))).toEqual([]);
    const remote = await machine('darwin', () => refused('Domain does not support specified action'));
    await expect(remote.service.install()).rejects.toMatchObject({ code: 'SERVICE_MANAGER_MISSING' });
    expect(await readdir(remote.home)).toEqual([]);
  });
});

describe('Task Scheduler', () => {
  it('is given the task from a file, and asked for its state without words of a language', async () => {
    const running = (line: string) => (line.startsWith('powershell') ? { ...DONE, stdout: '4\r\n' } : undefined);
    const { service, dataFolder, told } = await machine('win32', running);
    expect(await service.install()).toBe('installed');
    expect(told('schtasks').slice(1)).toEqual([
      'schtasks /Create /TN kimi-shell /XML ~/.kimi-shell/service.xml /F',
      'schtasks /Run /TN kimi-shell',
    ]);
    expect(await service.status()).toMatchObject({ system: 'task-scheduler', installed: true, current: true, state: 'running', pid: null });
    const engine = { pid: process.pid, startedAt: 1_000_000, kind: 'service', socket: 's', url: null };
    await writeFile(join(dataFolder, 'engine.json'), JSON.stringify(engine));
    expect(await service.status()).toMatchObject({ pid: process.pid, since: 1_000_000, standsBy: false });
    await writeFile(join(dataFolder, 'engine.json'), JSON.stringify({ ...engine, kind: 'serve' }));
    expect(await service.status()).toMatchObject({ pid: null, since: null, standsBy: true });
    expect(await service.uninstall()).toBe(true);
    expect(told('schtasks').slice(-3)).toEqual([
      'schtasks /Query /TN kimi-shell',
      'schtasks /End /TN kimi-shell',
      'schtasks /Delete /TN kimi-shell /F',
    ]);
  });
});

describe('systemd', () => {
  function systemctl(unit: { fragment: string; active?: string; started?: string; linger?: string; refuses?: string }) {
    return (line: string): CommandEnd | undefined => {
      if (unit.refuses !== undefined && line.includes(unit.refuses)) return refused(`no ${unit.refuses} today`);
      if (line.includes('FragmentPath')) return { ...DONE, stdout: `FragmentPath=${unit.fragment}\n` };
      if (line.includes('ActiveState'))
        return { ...DONE, stdout: `ActiveState=${unit.active}\nMainPID=12\nExecMainStartTimestamp=${unit.started ?? ''}\n` };
      if (line.startsWith('loginctl')) return unit.linger === undefined ? refused('no logind') : { ...DONE, stdout: `${unit.linger}\n` };
      return undefined;
    };
  }

  it('says what runs since when, and whether it outlives the login', async () => {
    const state = { fragment: '', active: 'active', started: 'Sat 2026-11-21 17:13:57 UTC', linger: 'no' };
    const { service } = await machine('linux', systemctl(state));
    expect(await service.status()).toMatchObject({
      installed: false,
      state: 'running',
      pid: 12,
      since: Date.UTC(2026, 10, 21, 17, 13, 57),
      linger: false,
    });
    Object.assign(state, { active: 'activating', linger: 'yes' });
    expect(await service.status()).toMatchObject({ state: 'starting', pid: null, since: null, linger: true });
    Object.assign(state, { active: 'failed' });
    expect(await service.status()).toMatchObject({ state: 'failed', pid: null });
  });

  it.each(['enable', 'start', 'daemon-reload'])('takes everything back when %s is refused', async (refuses) => {
    const state = { fragment: '', active: 'inactive', refuses };
    const { service, home, told } = await machine('linux', systemctl(state));
    state.fragment = join(home, '.config/systemd/user/kimi-shell.service');
    await expect(service.install()).rejects.toMatchObject({ code: 'SERVICE_REFUSED', context: { reason: `no ${refuses} today` } });
    expect(await readdir(dirname(state.fragment))).toEqual([]);
    expect(told('systemctl --user disable --now')).toHaveLength(1);
  });

  it('is told nothing when the unit cannot be written', async () => {
    const { service, home, told } = await machine('linux', systemctl({ fragment: '' }));
    await writeFile(join(home, '.config'), 'a file where the folder should be');
    await expect(service.install()).rejects.toMatchObject({
      code: 'SERVICE_REFUSED',
      context: { command: expect.stringContaining('kimi-shell.service') },
    });
    expect(told('systemctl')).toEqual(['systemctl --user show --property=Version']);
  });

  it('puts the unit back that was there when the new one is refused', async () => {
    const state = { fragment: '', active: 'inactive', refuses: 'restart' };
    const { service, home } = await machine('linux', systemctl(state));
    state.fragment = join(home, '.config/systemd/user/kimi-shell.service');
    await mkdir(dirname(state.fragment), { recursive: true });
    await writeFile(state.fragment, '[Service]\nExecStart=/bin/true\n');
    await expect(service.install()).rejects.toMatchObject({ code: 'SERVICE_REFUSED' });
    expect(await readFile(state.fragment, 'utf8')).toBe('[Service]\nExecStart=/bin/true\n');
  });
});

describe('another system', () => {
  it('has no service manager that is known', async () => {
    await expect(machine('freebsd', () => undefined)).rejects.toMatchObject({
      code: 'SERVICE_MANAGER_MISSING',
      context: { system: 'freebsd' },
    });
  });
});
