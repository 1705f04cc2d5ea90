import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '../../../scripts/open-electron.ts');

/** What `npm start` gives a program in Electron's place, and how that ends it. */
async function opened(program: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [SCRIPT, process.execPath, '-e', program], {
    env: { PATH: process.env.PATH ?? '', HOME: '/home/somebody', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said, complaints };
}

test('the app gets an environment of its own: what it needs, and nothing of the shell that it was started from', async () => {
  const { code, said } = await opened('console.log(JSON.stringify(process.env)); process.exitCode = 7', {
    KIMI_SHELL_HOME: '/data',
    XMODIFIERS: '@im=fcitx',
    XDG_RUNTIME_DIR: '/run/user/1',
    NODE_OPTIONS: '--no-warnings',
    npm_config_registry: 'https://registry.example',
    MY_SECRET: 'of this shell',
  });
  const env = JSON.parse(said) as Record<string, string>;
  expect(env).toMatchObject({ KIMI_SHELL_HOME: '/data', ...(process.platform === 'win32' ? {} : { HOME: '/home/somebody' }) });
  expect(env).toMatchObject(process.platform === 'win32' ? {} : { XMODIFIERS: '@im=fcitx', XDG_RUNTIME_DIR: '/run/user/1' });
  for (const name of ['NODE_OPTIONS', 'npm_config_registry', 'MY_SECRET']) expect(env).not.toHaveProperty(name);
  expect(code).toBe(7);
});

test.skipIf(process.platform === 'win32')(
  'an app that a signal ended from outside is said to be, with the exit code that shells have for it',
  async () => {
    const { code, complaints } = await opened("process.kill(process.pid, 'SIGKILL')", {});
    expect([code, complaints]).toEqual([128 + 9, expect.stringMatching(/^The app was ended by SIGKILL, from outside\. Sessions run on/)]);
  },
);
