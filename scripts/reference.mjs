import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { CACHE, projectNode, ROOT, requireNode } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// Makes dist/reference: typedoc's pages of src-shared, the procedures of the contract, and their OpenAPI document.
const TOOLS = join(ROOT, 'packaging/reference');
const DOCUMENTS = join(CACHE, 'reference');
const OUT = join(ROOT, 'dist/reference');

requireNode();
try {
  await ensureInstalled();
  await ensureTools();
  await must('the documents', ['packaging/docs/reference.ts', DOCUMENTS]);
  const typedoc = join(TOOLS, 'node_modules/typedoc/bin/typedoc');
  const pages = join(DOCUMENTS, 'procedures.md');
  await must('typedoc', [typedoc, '--options', join(TOOLS, 'typedoc.json'), '--projectDocuments', pages, '--out', OUT]);
  console.log(`The reference is in ${OUT}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** typedoc is apart from the project's packages (packaging/reference/package.json says why) and installed when it is wanted. */
async function ensureTools() {
  const wanted = readFileSync(join(TOOLS, 'package-lock.json'), 'utf8');
  const stamp = join(TOOLS, 'node_modules/.kimi-shell-install');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing typedoc (npm ci)…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--prefix', TOOLS], { output: 'stderr' });
  if (code !== 0) throw new Error(`npm ci ended with code ${code}; its own words are above. The first time this needs a network.`);
  writeFileSync(stamp, wanted);
}

async function must(what, args) {
  const code = await run(projectNode(), args);
  if (code !== 0) throw new Error(`${what} ended with code ${code}`);
}
