import { projectNode, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// Three programs: the window has the browser's types, the preload those and Electron's, everything else has Node's. All run, whatever the first finds.
let failed = 0;
for (const config of ['tsconfig.node.json', 'tsconfig.web.json', 'tsconfig.preload.json']) {
  if ((await run(projectNode(), [tool('typescript/bin/tsc'), '--noEmit', '-p', config])) !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
