import { spawn } from 'node:child_process';
import { ROOT, stepEnvironment } from './project.mjs';

/** Runs a program of the checkout and keeps what it prints on stdout; its stderr is shown. */
export function captured(file, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: ROOT, env: stepEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
