import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bashCompletion } from './commands/bash.ts';
import { fishCompletion } from './commands/fish.ts';
import { manPage } from './commands/man.ts';
import { powershellCompletion } from './commands/powershell.ts';
import { commandTree } from './commands/tree.ts';
import { zshCompletion } from './commands/zsh.ts';
import { drawIcons } from './icons.ts';
import { APP_ID, metainfo } from './metainfo.ts';
import { homepage, project, ROOT, releaseDate } from './project.ts';
import { copyRuntime } from './resources.ts';
import { LINUX_RESOURCES, unixShim, windowsShim } from './shim.ts';

// Makes dist/package: everything of a package that does not need Electron. electron-builder.yml takes it from there.
const out = process.argv[2] ?? join(ROOT, 'dist/package');
const { platform, arch } = process;
const { version, license } = project();
const date = releaseDate();
const tree = commandTree(version);

await rm(out, { recursive: true, force: true });
await copyRuntime(ROOT, join(out, 'resources'), { platform, arch });
if (platform === 'win32') await file('resources/bin/kimi-shell.cmd', windowsShim());
else await program('resources/bin/kimi-shell', unixShim());
await program('linux/kimi-shell', unixShim(LINUX_RESOURCES));
await file(`linux/${APP_ID}.metainfo.xml`, metainfo({ version, date, license, homepage: homepage() }));
await file('resources/completions/kimi-shell.bash', bashCompletion(tree));
await file('resources/completions/_kimi-shell', zshCompletion(tree));
await file('resources/completions/kimi-shell.fish', fishCompletion(tree));
await file('resources/completions/kimi-shell.ps1', powershellCompletion(tree));
await file('resources/man/kimi-shell.1.gz', gzipSync(manPage(tree, { version, date }), { level: 9 }));
await drawIcons(join(ROOT, 'resources/icons/kimi-shell.svg'), join(out, 'icons'));
console.log(`Everything of a package for ${platform}-${arch} but Electron is in ${out}`);

async function file(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(out, path)), { recursive: true });
  await writeFile(join(out, path), content);
}

async function program(path: string, content: string): Promise<void> {
  await file(path, content);
  await chmod(join(out, path), 0o755);
}
