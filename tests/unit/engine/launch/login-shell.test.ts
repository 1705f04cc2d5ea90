import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askLoginShell, loginArguments, loginShell } from '#main/engine/launch/login-shell.ts';

function installed(shell: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${shell}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('asking the login shell', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'login-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const base = () => ({ HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin' });
  const ask = (shell: string) => askLoginShell({ shell, base: base(), nodeBinary: process.execPath });

  async function script(name: string, body: string): Promise<string> {
    const file = path.join(home, name);
    await writeFile(file, body);
    await chmod(file, 0o755);
    return file;
  }

  it('gives what profile and rc files of bash set, though they print, also the environment itself', async () => {
    await writeFile(path.join(home, '.bash_profile'), 'echo welcome; export FROM_PROFILE=1; . ~/.bashrc\n');
    await writeFile(
      path.join(home, '.bashrc'),
      'case $- in *i*) ;; *) return ;; esac\nenv; export PATH="$HOME/tools:$PATH" LINES_OF="a\nb{}"\n',
    );
    const answer = await ask('/bin/bash');
    expect(answer.problem).toBeUndefined();
    expect(answer.env).toMatchObject({ FROM_PROFILE: '1', LINES_OF: 'a\nb{}', PATH: expect.stringMatching(`^${home}/tools:/`) });
  });

  it.each(['dash', 'zsh', 'fish', 'ksh', 'tcsh'].filter(installed))('understands %s', async (shell) => {
    const file = execFileSync('/bin/sh', ['-c', `command -v ${shell}`], { encoding: 'utf8' }).trim();
    expect((await ask(file)).env).toMatchObject({ HOME: home });
  });

  it('asks again without the interactive files when those end the shell', async () => {
    await writeFile(path.join(home, '.bash_profile'), 'export FROM_PROFILE=1\ncase $- in *i*) exit 7 ;; esac\n');
    expect(await ask('/bin/bash')).toMatchObject({ env: { FROM_PROFILE: '1' } });
  });

  it('goes on with the base when the shell never answers, says why, and leaves nothing running', async () => {
    const pids = path.join(home, 'pids');
    const shell = await script('endless', `#!/bin/sh\necho $$ >> ${pids}\nwhile :; do sleep 1; done\n`);
    const started = performance.now();
    const answer = await ask(shell);
    expect(performance.now() - started).toBeLessThan(6_000);
    expect(answer).toEqual({ env: base(), problem: expect.stringMatching(/endless: no answer within \d+ ms/) });
    for (const pid of execFileSync('cat', [pids], { encoding: 'utf8' }).trim().split('\n')) {
      // Killed at once, gone when the system has told Node.
      await vi.waitFor(() => expect(() => process.kill(Number(pid), 0)).toThrow(/ESRCH/));
    }
  }, 15_000);

  it('goes on with the base when the shell cannot be started or says something else', async () => {
    expect(await ask(path.join(home, 'missing'))).toMatchObject({ env: base(), problem: expect.stringContaining('ENOENT') });
    expect(await ask(await script('mute', '#!/bin/sh\necho hello\nexit 3\n'))).toMatchObject({
      problem: expect.stringContaining('ended with 3'),
    });
  });

  it('does not hang on a background program that keeps the output open', async () => {
    await writeFile(path.join(home, '.bash_profile'), 'sleep 60 &\nexport FROM_PROFILE=1\n');
    expect((await ask('/bin/bash')).env.FROM_PROFILE).toBe('1');
  });

  it('finds the shell, and takes /bin/sh for accounts that may not log in', async () => {
    expect(loginShell({ SHELL: '/bin/bash' }, 'linux')).toBe('/bin/bash');
    expect(path.isAbsolute(loginShell({}, 'linux'))).toBe(true);
    expect(loginShell({ SHELL: await script('nologin', '#!/bin/sh\n') }, 'linux')).not.toContain('nologin');
    expect(loginShell({ COMSPEC: 'C:\\cmd.exe' }, 'win32')).toBe('C:\\cmd.exe');
    expect(loginArguments('/usr/bin/tcsh', true, 'x')).toEqual(['-ic', 'x']);
    expect(loginArguments('/usr/bin/fish', false, 'x')).toEqual(['-l', '-c', 'x']);
  });
});
