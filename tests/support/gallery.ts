import { resolve } from 'node:path';
import { build, preview } from 'vite';
import { addressOf, type View } from '../gallery/view.ts';

const CONFIG = { configFile: resolve(import.meta.dirname, '../../gallery.vite.config.ts'), logLevel: 'error' } as const;

/** The gallery of components (tests/gallery), built and served. */
export interface Gallery {
  /** Address of a view. */
  url(view: Partial<View>): string;
  close(): Promise<void>;
}

/** Builds it as the product is built, and serves it on a free port of this machine. */
export async function startGallery(): Promise<Gallery> {
  await build(CONFIG);
  const server = await preview({ ...CONFIG, preview: { host: '127.0.0.1', port: 0 } });
  const [base] = server.resolvedUrls?.local ?? [];
  if (base === undefined) throw new Error('the gallery was not served');
  return { url: (view) => `${base}${addressOf(view)}`, close: () => server.close() };
}
