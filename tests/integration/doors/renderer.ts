import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A built page of three files, as Vite lays them out, next to a file that must never be served. */
export async function builtPage() {
  const root = await mkdtemp(join(tmpdir(), 'kimi-page-'));
  const folder = join(root, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(root, 'secret.txt'), 'not part of the page');
  await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="./assets/index-abc123.js"></script>');
  await writeFile(join(folder, 'assets', 'index-abc123.js'), 'console.log("page")');
  await writeFile(join(folder, 'assets', 'index-abc123.css'), 'body{}');
  await writeFile(join(folder, 'assets', 'notes.unknown'), 'a type that we do not know');
  return { folder, remove: () => rm(root, { recursive: true, force: true }) };
}
