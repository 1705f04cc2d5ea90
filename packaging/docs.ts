import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { troubleshootingDocument } from './docs/troubleshooting.ts';
import { ROOT } from './project.ts';

// `npm run docs`: the parts of docs/ that are made from the code. tests/unit/project/made-docs.test.ts fails where they are not up to date.
await writeFile(join(ROOT, 'docs/troubleshooting.md'), troubleshootingDocument());
console.log('docs/troubleshooting.md');
