import { enableCompileCache } from 'node:module';

// First of all: what is loaded from here on is compiled once and not at every start.
enableCompileCache();

const { startDesktop } = await import('./desktop.ts');
startDesktop(process.argv, import.meta.dirname);
