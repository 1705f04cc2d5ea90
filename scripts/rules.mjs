import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode, ROOT, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// The preload comes with the desktop host.
const FOLDERS = ['src-shared', 'src-main', 'src-preload', 'src-renderer'].filter((folder) => existsSync(join(ROOT, folder)));

// Who may import whom (.dependency-cruiser.mjs), then what nobody imports (knip.json). Both run, whatever the first finds.
const dependencies = await run(projectNode(), [
  tool('dependency-cruiser/bin/dependency-cruiser.mjs'),
  '--config',
  '.dependency-cruiser.mjs',
  '--output-type',
  'err-long',
  ...FOLDERS,
]);
const unused = await run(projectNode(), [tool('knip/bin/knip.js'), '--no-progress']);
process.exitCode = dependencies === 0 && unused === 0 ? 0 : 1;
