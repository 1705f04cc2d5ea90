import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homepage, project } from '../project.ts';
import { artifactsIn, checksums } from './artifacts.ts';
import { cask } from './cask.ts';
import { wingetManifests } from './winget.ts';

// Manifests of the installers in a folder, and their checksums beside them: write.ts [installers] [manifests]
const [installers = 'dist/installers', out = 'dist/manifests'] = process.argv.slice(2);
const home = homepage();
if (home === undefined) {
  console.error('Nobody could download from nowhere: set "homepage" in package.json, or GITHUB_REPOSITORY.');
  process.exit(1);
}
const { version, description, license } = project();
const artifacts = await artifactsIn(installers);
const release = { version, description, license, homepage: home, artifacts };
await mkdir(join(out, 'winget'), { recursive: true });
await writeFile(join(out, 'kimi-shell.rb'), cask(release));
for (const [name, text] of Object.entries(wingetManifests(release))) await writeFile(join(out, 'winget', name), text);
await writeFile(join(installers, 'SHA256SUMS'), checksums(artifacts));
console.log(`Manifests of ${artifacts.length} installers are in ${out}`);
