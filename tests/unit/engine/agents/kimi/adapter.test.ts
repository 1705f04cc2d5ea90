import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAgents } from '#main/engine/agents/index.ts';
import { installPlan } from '#main/engine/agents/kimi/install.ts';
import type { LaunchResolver } from '#main/engine/launch/index.ts';
import { Settings } from '#shared/contract/index.ts';

// A Kimi that the machine itself has in a system folder would be found too.
const hasOwn = ['/usr/local/bin', '/usr/bin', '/bin', '/snap/bin', '/home/linuxbrew/.linuxbrew/bin'].some((folder) =>
  existsSync(`${folder}/kimi`),
);

describe('the agents', () => {
  let home: string;
  let setting: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'adapter-'));
    setting = '';
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  async function program(where: string, body: string): Promise<string> {
    const file = path.join(home, where);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, body);
    await chmod(file, 0o755);
    return file;
  }
  const kimiProgram = (version = '2.1.0') => program('bin/kimi', `#!/bin/sh\necho ${version} >> ${home}/runs\necho ${version}\n`);
  const env = () => ({ HOME: home, PATH: `${home}/bin:/usr/bin:/bin`, SHELL: '/bin/sh' });
  function agents(demo?: Parameters<typeof createAgents>[0]['demo']) {
    const launch: Pick<LaunchResolver, 'loginEnvironment'> = { loginEnvironment: async () => env() };
    return createAgents({
      settings: () => Settings.parse({ kimi: { path: setting } }),
      launch: launch as LaunchResolver,
      nodeBinary: process.execPath,
      ...(demo === undefined ? {} : { demo }),
    });
  }
  const request = { cwd: '/', args: [] };

  it('are kimi and the login shell, and no other', async () => {
    await kimiProgram();
    const registry = agents();
    expect((await registry.list(false)).map(({ id, found }) => [id, found])).toEqual([
      ['kimi', true],
      ['shell', true],
    ]);
    expect(() => registry.get('vim')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(await registry.get('shell').launch({ cwd: '/', args: ['-c', 'true'] })).toEqual({
      file: '/bin/sh',
      args: ['-l', '-c', 'true'],
      env: {},
    });
  });

  it('launch kimi with what makes it speak up, and resume by its own session id', async () => {
    const file = await kimiProgram();
    const kimi = agents().get('kimi');
    expect(await kimi.launch({ cwd: '/', args: ['--yolo'] })).toEqual({
      file,
      args: ['--yolo'],
      env: { TERM_PROGRAM: 'iTerm.app', ConEmuANSI: 'ON', KIMI_CODE_NO_AUTO_UPDATE: '1' },
    });
    const resumed = async (args: string[]) => (await kimi.launch({ cwd: '/', args, resume: 'session_1' })).args;
    expect(await resumed(['--yolo'])).toEqual(['-S', 'session_1', '--yolo']);
    expect(await resumed(['-c', '-m', 'k2', '-S', 'session_0', '--session=x', '--plan'])).toEqual([
      '-S',
      'session_1',
      '-m',
      'k2',
      '--plan',
    ]);
    expect(await resumed(['-r', '--plan'])).toEqual(['-S', 'session_1', '--plan']);
  });

  it.skipIf(hasOwn)(
    'notice that kimi was installed since, then answer from memory until told to look again or the setting changes',
    async () => {
      const registry = agents();
      expect((await registry.list(false))[0]).toMatchObject({ found: false });
      await kimiProgram();
      expect((await registry.list(false))[0]).toMatchObject({ found: true, version: '2.1.0' });
      await kimiProgram('2.2.0');
      expect((await registry.list(false))[0]).toMatchObject({ version: '2.1.0' });
      expect((await registry.list(true))[0]).toMatchObject({ version: '2.2.0' });
      setting = await program('mine/kimi', '#!/bin/sh\necho 3.0.0\n');
      expect((await registry.list(false))[0]).toMatchObject({ version: '3.0.0', source: 'setting' });
    },
  );

  it.skipIf(hasOwn)('notice at launch that kimi was installed since', async () => {
    const kimi = agents().get('kimi');
    await expect(kimi.launch(request)).rejects.toMatchObject({
      code: 'KIMI_MISSING',
      context: { looked: expect.arrayContaining([expect.stringContaining('.kimi-code')]) },
    });
    const file = await kimiProgram();
    expect(await kimi.launch(request)).toMatchObject({ file });
  });

  it('use the demo’s kimi without looking for another', async () => {
    const script = await program('demo.mjs', 'console.log("2.1.0")');
    const registry = agents({ kimi: { file: process.execPath, args: [script], env: { KIMI_CODE_HOME: '/demo' } } });
    expect((await registry.list(false))[0]).toMatchObject({
      found: true,
      source: 'demo',
      path: script,
      version: '2.1.0',
      generation: 'kimi-code',
    });
    expect(await registry.get('kimi').launch(request)).toMatchObject({
      file: process.execPath,
      args: [script],
      env: { KIMI_CODE_HOME: '/demo', ConEmuANSI: 'ON' },
    });
    const broken = agents({ kimi: { file: process.execPath, args: [path.join(home, 'gone.mjs')], env: {} } });
    await expect(broken.get('kimi').launch(request)).rejects.toMatchObject({ code: 'BINARY_NOT_EXECUTABLE' });
  });
});

describe('the command that installs kimi', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'install-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  async function tool(name: string, body: string): Promise<void> {
    await writeFile(path.join(home, name), `#!/bin/sh\n${body}\n`);
    await chmod(path.join(home, name), 0o755);
  }
  const plan = () => installPlan({ HOME: home, PATH: home }, 'linux');

  it('is npm’s global install of Kimi Code, said before it runs', async () => {
    await tool('npm', `echo ${home}`);
    expect(await plan()).toMatchObject({
      file: '/bin/sh',
      args: ['-c', expect.stringContaining('exec "$@"'), 'sh', 'npm', 'install', '--global', '@moonshot-ai/kimi-code'],
    });
  });

  it('goes to ~/.local where npm’s global folder is not the person’s', async () => {
    await tool('npm', 'echo /proc/no-such-prefix');
    expect((await plan()).args.slice(3)).toEqual(['npm', 'install', '--global', '--prefix', `${home}/.local`, '@moonshot-ai/kimi-code']);
  });

  it('is Kimi’s own installer without npm, and a clear error with nothing to fetch it', async () => {
    await expect(plan()).rejects.toMatchObject({ code: 'BINARY_MISSING', context: { path: 'npm' } });
    await tool('wget', '');
    expect((await plan()).args.at(-1)).toMatch(/^wget -qO- https:\/\/code\.kimi\.com\/.* \| bash$/);
    await tool('curl', '');
    expect((await plan()).args.at(-1)).toMatch(/^curl -fsSL https:\/\/code\.kimi\.com\/.* \| bash$/);
  });

  it('has its Windows forms', async () => {
    const windows = await installPlan({ PATH: 'C:\\none', ComSpec: 'C:\\cmd.exe' }, 'win32');
    expect(windows).toMatchObject({
      file: 'powershell.exe',
      args: ['-NoProfile', '-Command', expect.stringContaining('irm https://code.kimi.com/')],
    });
  });
});
