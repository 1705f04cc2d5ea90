import { flushCompileCache } from 'node:module';
import { keepCompiled } from '../../doors/compile-cache.ts';

// Before anything else is loaded: only what is loaded after it is kept.
keepCompiled(process.argv.slice(2), process.env);
const { main } = await import('./main.ts');
await main(import.meta.dirname);
// An engine runs for weeks, and may be killed at the end of them.
flushCompileCache();
