import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { missingFonts } from './lib/fonts.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectNode, requireNode, tool } from './lib/project.mjs';
import { run } from './lib/run.mjs';

// Pictures of the running app and of the gallery, made anew by one command:
//   npm run pictures                   compared with the golden ones (tests/pictures/goldens)
//   npm run pictures -- --only find    only those whose name fits
//   npm run pictures -- --accept       they are the golden ones from now on
//   npm run pictures -- --readme       docs/images/window.png
const { values } = parseArgs({
  options: { accept: { type: 'boolean' }, only: { type: 'string' }, readme: { type: 'boolean' } },
});
requireNode();
try {
  await ensureInstalled();
  await ensureBuilt();
  const fonts = missingFonts();
  if (fonts.length > 0) console.error(`Without ${fonts.join(', ')} letters look different: apt-get install them first.`);
  const chromium = await ensureChromium();
  const env = {
    CHROMIUM_PATH: chromium ?? '',
    PICTURES_ACCEPT: values.accept ? '1' : '0',
    PICTURES_ONLY: values.only ?? '',
  };
  const args = [tool('@playwright/test/cli.js'), 'test', `--project=${values.readme ? 'readme' : 'pictures'}`];
  process.exitCode = chromium === null ? 1 : await run(projectNode(), args, { env });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
