// Loads the code of a host as its entry does, without starting it: load-bundle.mjs <out/main> <entry> [<chunk>]. Prints the milliseconds
// that the entry's own code takes, and with a chunk's name (without its hash) those that this one takes after it. What Electron itself
// offers is an empty object each: a bundle only takes it by name while it loads.
import { readdirSync, readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder = '', entry = '', later = ''] = process.argv.slice(2);
enableCompileCache(process.env.BENCH_CACHE);
const chunks = readdirSync(join(folder, 'chunks')).filter((name) => name.endsWith('.js'));
const files = [entry, ...chunks.map((name) => join('chunks', name))];
const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
const names = new Set(
  texts.flatMap((text) => [...text.matchAll(/^import \{([^}]+)\} from "electron";$/gm)].flatMap(([, list]) => namesOf(list))),
);
const electron = `data:text/javascript,${encodeURIComponent([...names].map((name) => `export const ${name} = {};`).join(''))}`;
registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: electron, shortCircuit: true } : next(specifier, context)),
});
// The entry's own import that waits: everything but the compile cache.
const behind = /import\("\.\/(chunks\/[^"]+)"\)/.exec(texts[0])?.[1];
if (behind === undefined) throw new Error(`${entry} imports nothing later, so it cannot be loaded without being started`);
const first = await timed(behind);
const rest = later === '' ? 0 : await timed(join('chunks', chunkOf(later)));
console.log(JSON.stringify({ first, rest }));
process.exit(0);

async function timed(file) {
  const before = performance.now();
  await import(pathToFileURL(join(folder, file)).href);
  return performance.now() - before;
}

function chunkOf(name) {
  const found = chunks.find((file) => file.startsWith(`${name}-`) && file.length === `${name}-XXXXXXXX.js`.length);
  if (found === undefined) throw new Error(`there is no chunk ${name}`);
  return found;
}

function namesOf(list) {
  return list.split(',').map((one) => one.trim().split(' as ')[0]);
}
