import { ensureInstalled } from './lib/install.mjs';
import { projectNode, requireNode, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// `npm run gallery`: every component in every state, in a browser, drawn anew as its source changes. Takes vite's own options.
requireNode();
try {
  await ensureInstalled();
  const args = [tool('vite/bin/vite.js'), '--config', 'gallery.vite.config.ts', '--open', ...process.argv.slice(2)];
  process.exitCode = await run(projectNode(), args, { input: 'keep' });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
