import { keepCompiled } from '../../doors/compile-cache.ts';

// Before anything else is loaded: only what is loaded after it is kept.
keepCompiled(process.argv.slice(1), process.env);
const { startDesktop } = await import('./start.ts');
await startDesktop(process.argv, import.meta.dirname);
