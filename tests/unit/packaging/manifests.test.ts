import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { artifactsIn, checksums } from '../../../packaging/manifests/artifacts.ts';
import { cask, type Release } from '../../../packaging/manifests/cask.ts';
import { wingetManifests } from '../../../packaging/manifests/winget.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const NAMES = ['mac-arm64.dmg', 'mac-x64.dmg', 'win-arm64.exe', 'win-x64.exe', 'linux-amd64.deb'].map((end) => `kimi-shell-1.2.3-${end}`);
const hash = (name: string) => createHash('sha256').update(name).digest('hex');

async function release(names: readonly string[] = NAMES): Promise<Release> {
  const folder = await tempFolder();
  for (const name of [...names, 'kimi-shell-1.2.3-mac-x64.dmg.blockmap', 'builder-debug.yml']) await writeFile(join(folder, name), name);
  const artifacts = await artifactsIn(folder);
  return { version: '1.2.3', description: 'It says: "more".', homepage: 'https://example.org/k', license: 'MIT', artifacts };
}

describe('what is told about a release', () => {
  it('has the checksum of each installer, and of nothing else', async () => {
    const { artifacts } = await release();
    expect(artifacts.map(({ name }) => name)).toEqual(NAMES.toSorted());
    expect(checksums(artifacts)).toContain(`${hash('kimi-shell-1.2.3-win-x64.exe')}  kimi-shell-1.2.3-win-x64.exe\n`);
  });

  it('lets Homebrew install the app, the command, its completions and its manual', async () => {
    const text = cask(await release());
    expect(text).toContain(`sha256 arm:   "${hash('kimi-shell-1.2.3-mac-arm64.dmg')}",`);
    expect(text).toContain(`intel: "${hash('kimi-shell-1.2.3-mac-x64.dmg')}"`);
    expect(text).toContain('url "https://example.org/k/releases/download/v#{version}/kimi-shell-#{version}-mac-#{arch}.dmg"');
    for (const stanza of ['app', 'binary', 'bash_completion', 'fish_completion', 'zsh_completion', 'manpage', 'uninstall', 'zap']) {
      expect(text).toMatch(new RegExp(`^  ${stanza} `, 'm'));
    }
  });

  it('lets winget install the same, in three files that belong together', async () => {
    const files = Object.entries(wingetManifests(await release())).map(
      ([name, text]) => [name, parse(text) as Record<string, unknown>] as const,
    );
    expect(files.map(([, { ManifestType }]) => ManifestType)).toEqual(['version', 'installer', 'defaultLocale']);
    for (const [, manifest] of files) {
      expect(manifest).toMatchObject({ PackageIdentifier: 'KimiShell.KimiShell', PackageVersion: '1.2.3', ManifestVersion: '1.6.0' });
    }
    const [, [, installer], [, locale]] = files as [(typeof files)[0], (typeof files)[0], (typeof files)[0]];
    expect(installer.Installers).toEqual([
      {
        Architecture: 'x64',
        InstallerUrl: 'https://example.org/k/releases/download/v1.2.3/kimi-shell-1.2.3-win-x64.exe',
        InstallerSha256: hash('kimi-shell-1.2.3-win-x64.exe').toUpperCase(),
      },
      {
        Architecture: 'arm64',
        InstallerUrl: 'https://example.org/k/releases/download/v1.2.3/kimi-shell-1.2.3-win-arm64.exe',
        InstallerSha256: hash('kimi-shell-1.2.3-win-arm64.exe').toUpperCase(),
      },
    ]);
    expect(locale.Description).toBe('It says: "more".');
  });

  it('refuses to tell of a release that lacks an installer', async () => {
    const without = await release(NAMES.filter((name) => !name.endsWith('win-arm64.exe')));
    expect(() => wingetManifests(without)).toThrow('there is no exe for win arm64');
  });
});
