import { arch, release } from 'node:os';

/** What this process is and where it runs. */
export function machineVersions(version: string): object {
  const { node, v8, electron } = process.versions;
  return { version, platform: process.platform, release: release(), arch: arch(), node, v8, electron };
}
