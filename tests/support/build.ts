import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Installation } from '../../src-main/engine/types.ts';

const ROOT = resolve(import.meta.dirname, '../..');

let built: Promise<Installation> | undefined;

/** This checkout as an installation, built first where that is due: tests run the very files that are shipped. */
export function builtInstallation(): Promise<Installation> {
  built ??= build();
  return built;
}

async function build(): Promise<Installation> {
  // By its address, because the build script is plain JavaScript without types.
  const script: { ensureBuilt(): Promise<void> } = await import(pathToFileURL(join(ROOT, 'scripts/lib/build.mjs')).href);
  await script.ensureBuilt();
  return {
    version: '0.0.0-test',
    mainFolder: join(ROOT, 'out/main'),
    nodeBinary: join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    nodePtyFolder: dirname(createRequire(join(ROOT, 'package.json')).resolve('node-pty/package.json')),
    sqliteFolder: dirname(createRequire(join(ROOT, 'package.json')).resolve('better-sqlite3/package.json')),
    rendererFolder: join(ROOT, 'out/renderer'),
    keyringFolder: join(ROOT, 'node_modules/@napi-rs/keyring'),
    descentFolder: join(ROOT, 'native/descent'),
    demoFolder: join(ROOT, 'resources/demo'),
  };
}
