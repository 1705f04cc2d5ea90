import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSettingsReference } from '../src-shared/docs/settings-reference.ts';
import { ROOT } from './lib/project.mjs';

// Writes the parts of docs/ that come from the code: npm run docs. A test fails while they are not up to date.
const path = join(ROOT, 'docs', 'settings.md');
writeFileSync(path, withSettingsReference(readFileSync(path, 'utf8')));
