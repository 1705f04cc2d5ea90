import { artifactFor } from './artifacts.ts';
import type { Release } from './cask.ts';

const ID = 'KimiShell.KimiShell';
/** Of the schemas at https://aka.ms/winget-manifest.<kind>.<version>.schema.json */
const MANIFEST_VERSION = '1.6.0';

/** The three files of a winget package, by name (https://learn.microsoft.com/windows/package-manager/package/manifest). */
export function wingetManifests(release: Release): Readonly<Record<string, string>> {
  return {
    [`${ID}.yaml`]: file('version', release.version, ['DefaultLocale: en-US']),
    [`${ID}.installer.yaml`]: file('installer', release.version, [
      'InstallerType: nullsoft',
      'Scope: user',
      'UpgradeBehavior: install',
      'Protocols:',
      '- kimi-shell',
      'Commands:',
      '- kimi-shell',
      'Installers:',
      ...(['x64', 'arm64'] as const).flatMap((arch) => {
        const { name, sha256 } = artifactFor(release.artifacts, 'win', arch, 'exe');
        return [
          `- Architecture: ${arch}`,
          `  InstallerUrl: ${release.homepage}/releases/download/v${release.version}/${name}`,
          `  InstallerSha256: ${sha256.toUpperCase()}`,
        ];
      }),
    ]),
    [`${ID}.locale.en-US.yaml`]: file('defaultLocale', release.version, [
      'PackageLocale: en-US',
      'Publisher: Kimi Shell developers',
      'PackageName: Kimi Shell',
      `PackageUrl: ${release.homepage}`,
      `License: ${release.license}`,
      'ShortDescription: Keeps coding agents alive in real terminals.',
      `Description: ${JSON.stringify(release.description)}`,
    ]),
  };
}

function file(kind: string, version: string, lines: readonly string[]): string {
  return [
    `# yaml-language-server: $schema=https://aka.ms/winget-manifest.${kind}.${MANIFEST_VERSION}.schema.json`,
    `PackageIdentifier: ${ID}`,
    `PackageVersion: ${version}`,
    ...lines,
    `ManifestType: ${kind}`,
    `ManifestVersion: ${MANIFEST_VERSION}`,
    '',
  ].join('\n');
}
