import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFirstPaint } from '../../../scripts/lib/first-paint.mjs';
import { tempFolder } from '../../support/temp-folder.ts';

/** A built page; random letters do not compress. */
async function page(sizes: {
  readonly entry: number;
  readonly imported: number;
  readonly later: number;
  readonly style: number;
}): Promise<string> {
  const folder = await tempFolder();
  mkdirSync(join(folder, 'assets'));
  const filling = (bytes: number) => `/*${randomBytes(bytes).toString('latin1').replaceAll('*', '-')}*/`;
  writeFileSync(
    join(folder, 'index.html'),
    '<script type="module" crossorigin src="./assets/a.js"></script><link rel="stylesheet" crossorigin href="./assets/a.css">',
  );
  writeFileSync(join(folder, 'assets/a.js'), `import{x}from"./b.js";const y=()=>import("./c.js");${filling(sizes.entry)}`);
  writeFileSync(join(folder, 'assets/b.js'), filling(sizes.imported));
  writeFileSync(join(folder, 'assets/c.js'), filling(sizes.later));
  writeFileSync(join(folder, 'assets/a.css'), filling(sizes.style));
  return folder;
}

it('counts the entry, what it imports and its styles, and not what is loaded later', async () => {
  const light = await page({ entry: 1_000, imported: 1_000, later: 300_000, style: 1_000 });
  expect(() => checkFirstPaint(light)).not.toThrow();
  const heavy = await page({ entry: 100_000, imported: 100_000, later: 1_000, style: 100_000 });
  expect(() => checkFirstPaint(heavy)).toThrow(/b\.js[\s\S]*part/);
});

it('counts the texts of one language, the heavier of them', async () => {
  const folder = await page({ entry: 1_000, imported: 1_000, later: 1_000, style: 1_000 });
  writeFileSync(join(folder, 'assets/english-x1.js'), randomBytes(1_000));
  expect(() => checkFirstPaint(folder)).not.toThrow();
  writeFileSync(join(folder, 'assets/chinese-x1.js'), randomBytes(300_000));
  expect(() => checkFirstPaint(folder)).toThrow('chinese-x1.js');
});
