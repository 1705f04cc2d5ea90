import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { discoverSettings } from '#main/engine/settings/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const SECRET = 'sk-planted-and-never-to-be-shown';

it('finds settings in the environment, in Kimi’s files, on the PATH and on this machine, and shows no secret', async () => {
  const home = await tempFolder();
  await mkdir(join(home, '.kimi-code'));
  const config = `default_model = "k3"\n[providers.mine]\napi_key = "${SECRET}"\nbase_url = "https://example.org"\n`;
  await writeFile(join(home, '.kimi-code', 'config.toml'), config);
  await writeFile(join(home, '.kimi-code', 'tui.toml'), 'theme = "dark"\n');
  await mkdir(join(home, '.kimi'));
  await writeFile(join(home, '.kimi', 'config.toml'), 'broken');
  await mkdir(join(home, 'bin'));
  const kimi = join(home, 'bin', process.platform === 'win32' ? 'kimi.exe' : 'kimi');
  await writeFile(kimi, '', { mode: 0o755 });
  // One answers, one leads off this machine, and one is not there.
  const server = createServer((request, answer) =>
    request.url === '/away' ? answer.writeHead(302, { location: 'http://example.org/' }).end() : answer.end('{}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` as const;
  const env = {
    PATH: join(home, 'bin'),
    KIMI_SHELL_TERMINAL_FONT_SIZE: '20',
    KIMI_SHELL_THEME: 'blue',
    KIMI_SHELL_TERMINAL_CLIPBOARD_WRITE: 'true',
    EDITOR: '/usr/bin/code --wait',
    MOONSHOT_API_KEY: SECRET,
  };
  const endpoints = [
    { name: 'here', url: `${origin}/` },
    { name: 'away', url: `${origin}/away` },
    { name: 'nobody', url: 'http://127.0.0.1:1/' },
  ] as const;
  const found = await discoverSettings({ env, home, endpoints });
  const file = join(home, '.kimi-code', 'config.toml');
  expect(found).toEqual([
    { name: 'KIMI_SHELL_TERMINAL_FONT_SIZE', value: '20', source: 'KIMI_SHELL_TERMINAL_FONT_SIZE', key: 'terminal.fontSize' },
    { name: 'EDITOR', value: 'vscode', source: 'EDITOR', key: 'editor.program' },
    { name: 'MOONSHOT_API_KEY', value: 'sk-…wn', source: 'MOONSHOT_API_KEY', key: null },
    { name: 'default_model', value: 'k3', source: file, key: null },
    { name: 'providers.mine.api_key', value: 'sk-…wn', source: file, key: null },
    { name: 'theme', value: 'dark', source: join(home, '.kimi-code', 'tui.toml'), key: 'theme' },
    { name: 'kimi', value: kimi, source: 'PATH', key: 'kimi.path' },
    { name: 'here', value: origin, source: `${origin}/`, key: null },
  ]);
  expect(await readFile(file, 'utf8')).toBe(config);
});

describe('where the system keeps keys', () => {
  const home = '/nowhere';
  const found = (platform: NodeJS.Platform, folders: readonly string[]) =>
    discoverSettings({ env: { PATH: folders.join(delimiter) }, home, platform, endpoints: [] });

  it.each([
    ['linux', 'Secret Service', 'secret-tool'],
    ['darwin', 'Keychain', 'security'],
    ['win32', 'Credential Manager', 'cmdkey.exe'],
  ] as const)('is shown, on %s as the %s, and is nothing to save', async (platform, name, program) => {
    const [empty, folder] = [await tempFolder(), await tempFolder()];
    const path = join(folder, program);
    await writeFile(path, '', { mode: 0o755 });
    // What the others have is none of this system's.
    for (const other of ['secret-tool', 'security', 'cmdkey.exe']) await writeFile(join(folder, other), '', { mode: 0o755 });
    expect(await found(platform, [empty, folder])).toEqual([{ name, value: path, source: 'PATH', key: null }]);
  });

  it.each(['linux', 'darwin', 'win32'] as const)('is not shown on %s where nothing asks it', async (platform) => {
    expect(await found(platform, [await tempFolder(), join(home, 'bin')])).toEqual([]);
    expect(await found(platform, [])).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('is passed over where it may not be run, or is a folder, for one that can', async () => {
    const [refusing, folder, good] = [await tempFolder(), await tempFolder(), await tempFolder()];
    await writeFile(join(refusing, 'secret-tool'), '', { mode: 0o644 });
    await mkdir(join(folder, 'secret-tool'));
    expect(await found('linux', [refusing, folder])).toEqual([]);
    await writeFile(join(good, 'secret-tool'), '', { mode: 0o755 });
    expect(await found('linux', [refusing, folder, good])).toMatchObject([{ value: join(good, 'secret-tool') }]);
  });
});
