import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { projectNode, ROOT, stepEnvironment } from './lib/project.mjs';

// Runs `node <program> <args>` and keeps what it prints on stdout in a file: report-to.mjs <file> <program> [args]
const [report, ...command] = process.argv.slice(2);
const child = spawn(projectNode(), command, { cwd: ROOT, env: stepEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
const file = createWriteStream(report);
child.stdout.pipe(process.stdout, { end: false });
child.stdout.pipe(file);
const code = await new Promise((resolve, reject) => {
  child.on('error', reject);
  child.on('close', (ended) => resolve(ended ?? 1));
});
await finished(file);
process.exitCode = code;
