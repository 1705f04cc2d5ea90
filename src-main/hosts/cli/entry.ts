import { enableCompileCache } from 'node:module';
import { compiledCodeFolder } from './engine/compiled-code.ts';
import { findCliInstallation } from './engine/installation.ts';
import { main } from './main.ts';

// The first statement: what V8 made of the commands' code last time is read and not made again. What is imported above is small; the
// rest is imported when a command needs it.
const compiled = compiledCodeFolder(process.env);
if (compiled !== null) enableCompileCache(compiled);

process.exit(await main(process.argv.slice(2), findCliInstallation(import.meta.dirname)));
