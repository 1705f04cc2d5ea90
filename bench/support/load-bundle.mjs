// Loads the code of a host as its entry does, without starting it: load-bundle.mjs <out/main> <entry>. What Electron itself offers is an
// empty object each: a bundle only takes it by name while it loads.
import { readdirSync, readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder = '', entry = ''] = process.argv.slice(2);
enableCompileCache(process.env.BENCH_CACHE);
const files = [entry, ...readdirSync(join(folder, 'chunks')).map((name) => join('chunks', name))].filter((name) => name.endsWith('.js'));
const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
const names = new Set(
  texts.flatMap((text) => [...text.matchAll(/^import \{([^}]+)\} from "electron";$/gm)].flatMap(([, list]) => namesOf(list))),
);
const electron = `data:text/javascript,${encodeURIComponent([...names].map((name) => `export const ${name} = {};`).join(''))}`;
registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: electron, shortCircuit: true } : next(specifier, context)),
});
// The entry's own import that waits: everything but the compile cache.
const behind = /import\("(\.\/chunks\/[^"]+)"\)/.exec(texts[0])?.[1];
if (behind === undefined) throw new Error(`${entry} imports nothing later, so it cannot be loaded without being started`);
const before = performance.now();
await import(pathToFileURL(join(folder, behind)).href);
console.log(performance.now() - before);
process.exit(0);

function namesOf(list) {
  return list.split(',').map((one) => one.trim().split(' as ')[0]);
}
