import { writeFileSync } from 'node:fs';
import { captured } from './lib/captured.mjs';
import { projectNode } from './lib/project.mjs';

// Runs `node <program> <args>` and keeps its stdout, one JSON document, in a file: report-to.mjs <file> <program> [args]
const [report = '', ...command] = process.argv.slice(2);
const { code, output } = await captured(projectNode(), command);
console.log(output.trimEnd());
if (output.trim() !== '') writeFileSync(report, output);
process.exitCode = code;
