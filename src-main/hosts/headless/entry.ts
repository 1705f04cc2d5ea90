import { flushCompileCache } from 'node:module';
import { keepCompiled } from '../../doors/compile-cache.ts';
import { threadsAhead } from './threads-ahead.ts';

// Before anything else is loaded: only what is loaded after it is kept.
const dataFolder = keepCompiled(process.argv.slice(2), process.env);
// They load beside what follows.
if (dataFolder !== null) threadsAhead(import.meta.dirname, dataFolder, process.argv);
const { main } = await import('./main.ts');
await main(import.meta.dirname);
// An engine runs for weeks, and may be killed at the end of them.
flushCompileCache();
