import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingPlatforms } from './lib/lock-file.mjs';
import { ROOT } from './lib/project.mjs';

// `npm install` leaves a package for another system out of the lock file when the registry at hand does not have it, and then
// `npm ci` refuses the lock file everywhere. This writes such packages in by name and version, without a hash.
const path = join(ROOT, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const missing = missingPlatforms(lock);
lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${Object.keys(missing).length} packages of other systems written into the lock file`);
