import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Native packages stay outside the bundles: their binaries are found relative to their own folder.
const NATIVE = ['electron', 'node-pty', 'better-sqlite3'];
// What `kimi-shell status` is made of, which is answered in the time that Node itself takes to start.
const QUICK =
  /src-main\/hosts\/cli\/(?:main|io|files|exit-codes|engine\/(?:data-folder|compiled-code|installation)|quick\/\w+|output\/(?:age|pairs|texts|status-view|choose-language))\.ts$|src-shared\/messages\/(?:fill|languages|en\/cli|zh-CN\/cli)\.ts$|get-east-asian-width\//;
const at = (path: string) => resolve(import.meta.dirname, path);
// scripts/lib/build.mjs builds beside the last good build and swaps the two.
const OUT = process.env.KIMI_SHELL_BUILD_OUT ?? 'out';

export default defineConfig({
  main: {
    build: {
      outDir: at(`${OUT}/main`),
      emptyOutDir: true,
      externalizeDeps: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        // Everything else is bundled, because the copied runtime folder has no node_modules but node-pty's.
        external: [/^node:/, ...NATIVE],
        input: {
          holder: at('src-main/holder/entry.ts'),
          mirror: at('src-main/mirror/entry.ts'),
          gateway: at('src-main/gateway/entry.ts'),
          'state-writer': at('src-main/engine/store/writer/entry.ts'),
          'audit-writer': at('src-main/engine/audit/writer/entry.ts'),
          electron: at('src-main/hosts/electron/entry.ts'),
          headless: at('src-main/hosts/headless/entry.ts'),
          cli: at('src-main/hosts/cli/entry.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // Each file that a start reads costs it a millisecond.
          codeSplitting: { groups: [{ name: 'quick', test: QUICK }] },
        },
      },
    },
  },
  preload: {
    build: {
      outDir: at(`${OUT}/preload`),
      emptyOutDir: true,
      externalizeDeps: false,
      minify: false,
      rolldownOptions: {
        external: ['electron'],
        input: { preload: at('src-preload/preload.ts') },
        // A sandboxed preload is one script with a `require` for electron.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    base: './',
    plugins: [react(), tailwindcss()],
    build: {
      outDir: at(`${OUT}/renderer`),
      // electron-vite leaves it off by default; the page travels over a socket and is parsed at every start.
      minify: true,
      emptyOutDir: true,
      sourcemap: false,
      rolldownOptions: { input: at('src-renderer/index.html') },
    },
  },
});
