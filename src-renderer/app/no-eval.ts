import { z } from 'zod';

// zod compiles its parsers with Function where it may; the page's policy forbids that, and asking alone is a violation report. It asks when the
// first schema is made, so this is in a chunk with zod alone (electron.vite.config.ts), which runs before any that makes one.
z.config({ jitless: true });
