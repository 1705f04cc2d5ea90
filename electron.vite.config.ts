import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// Native packages stay outside the bundles: their binaries are found relative to their own folder.
const NATIVE = ['electron', 'node-pty', 'better-sqlite3', '@napi-rs/keyring'];
// What `kimi-shell status` is made of, which is answered in the time that Node itself takes to start.
const QUICK =
  /src-main\/hosts\/cli\/(?:main|io|exit-codes|engine\/(?:data-folder|compiled-code|installation)|quick\/\w+|output\/(?:age|pairs|texts|status-view|choose-language))\.ts$|src-shared\/(?:admin-file-path|messages\/(?:fill|languages|en\/cli|zh-CN\/cli))\.ts$|get-east-asian-width\//;
// What the desktop is made of until its first window is asked for: the schemas, the engine and all the rest come after it. What other
// programs use as well lies apart, since they have no `electron`.
const FIRST_WINDOW =
  /src-main\/hosts\/electron\/(?:start|front|arguments|app-protocol|some-engine|links\/scheme|lifecycle\/(?:login-item|single-instance)|ports\/(?:waiting-ports|window-ports)|windows\/(?:desktop-windows|hardening|kept-places|places))\.ts$/;
const ERRORS = /src-shared\/(?:call-id|errors\/(?:codes|kimi-error))\.ts$/;
const PAGE_FILES = /src-main\/doors\/page\/(?:headers|static-files)\.ts$/;
// What a page runs before it has drawn anything, so that the engine answers meanwhile.
const EARLY =
  /src-renderer\/(?:app\/early|i18n\/catalogues|rpc\/(?!silence)[\w-]+)\.ts$|src-shared\/messages\/languages\.ts$|@orpc\/(?:client\/(?!dist\/adapters\/message-port)|shared|standard-server)/;
// zod and how it is to be, before the first schema is made.
const ZOD = /node_modules\/zod\/|src-renderer\/app\/no-eval\.ts$/;
/**
 * An import of a module of Node's reads all that it offers, and with that loads what is otherwise loaded when it is used: node:http the
 * whole of fetch (for its WebSocket; 50 ms), node:fs its streams. In the bundles what we use of them is taken by name instead.
 */
function takeByName(): Plugin {
  const wanted = /^import \{([^}]+)\} from "(node:[\w/]+)";$/gm;
  return {
    name: 'take-by-name',
    renderChunk: (code) => ({
      // Line by line, so that the source map stays right.
      code: code.replaceAll(
        wanted,
        (_, names: string, from: string) => `const {${names.replaceAll(' as ', ': ')}} = process.getBuiltinModule("${from}");`,
      ),
      map: null,
    }),
  };
}

const at = (path: string) => resolve(import.meta.dirname, path);
// scripts/lib/build.mjs builds beside the last good build and swaps the two.
const OUT = process.env.KIMI_SHELL_BUILD_OUT ?? 'out';
// It hands in what it builds from, too. 64 bits tell a machine's few builds apart.
const BUILT_FROM = process.env.KIMI_SHELL_BUILT_FROM?.slice(0, 16);

export default defineConfig({
  main: {
    plugins: [takeByName()],
    // What V8 makes of the code is kept by build (src-main/holder/compiled-code.ts).
    define: BUILT_FROM === undefined ? {} : { KIMI_SHELL_BUILD: JSON.stringify(BUILT_FROM) },
    build: {
      outDir: at(`${OUT}/main`),
      emptyOutDir: true,
      externalizeDeps: false,
      minify: false,
      // For coverage. Hidden, because a Node that records reads every map that a file names, which costs a start 100 ms.
      sourcemap: 'hidden',
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
          codeSplitting: {
            groups: [
              { name: 'quick', test: QUICK },
              { name: 'first-window', test: FIRST_WINDOW },
              { name: 'errors', test: ERRORS, priority: 2 },
              { name: 'page-files', test: PAGE_FILES, priority: 1 },
            ],
          },
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
      // For coverage; scripts/lib/build.mjs puts them aside.
      sourcemap: 'hidden',
      rolldownOptions: {
        input: at('src-renderer/index.html'),
        output: {
          codeSplitting: {
            groups: [
              { name: 'early', test: EARLY },
              { name: 'zod', test: ZOD },
            ],
          },
        },
      },
    },
  },
});
