import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string) => resolve(import.meta.dirname, path);

// An entry of its own: nothing of the gallery gets into the product.
export default defineConfig({
  root: at('tests/gallery'),
  base: './',
  cacheDir: at('.cache/vite-gallery'),
  plugins: [react(), tailwindcss()],
  build: { outDir: at('.cache/gallery'), emptyOutDir: true },
  server: { host: '127.0.0.1' },
});
