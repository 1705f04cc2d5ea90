import { enableCompileCache } from 'node:module';
import { compiledCodeFolder } from '../../doors/compiled-code.ts';

// First of all: what is loaded from here on is compiled once and not at every start.
const compiled = compiledCodeFolder(process.env);
if (compiled !== null) enableCompileCache(compiled);

const { startDesktop } = await import('./desktop.ts');
startDesktop(process.argv, import.meta.dirname);
