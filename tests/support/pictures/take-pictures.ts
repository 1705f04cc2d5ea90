import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LANGUAGES } from '#shared/messages/index.ts';
import type { AppWindow } from '../window/app-window.ts';
import { README_VIEW, Scene, type View } from './scene.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const SIZES = [
  [1280, 800],
  [1920, 1080],
  [960, 600],
] as const;

const VIEWS: readonly View[] = SIZES.flatMap(([width, height]) =>
  LANGUAGES.flatMap((language) => (['light', 'dark'] as const).map((theme): View => ({ theme, language, width, height }))),
);

const nameOf = ({ theme, language, width, height }: View) => `${width}x${height}-${language}-${theme}`;

/** Opens every view, one after the other, and takes a picture of what `arrange` makes of it. */
async function inEveryView(scene: Scene, folder: string, place: string, arrange: (window: AppWindow) => Promise<void>): Promise<void> {
  for (const view of VIEWS) {
    const window = await scene.window(view);
    await window.isConnected();
    await arrange(window);
    await window.page.screenshot({ path: join(folder, `${place}-${nameOf(view)}.png`) });
    await window.page.context().close();
  }
}

/** Waits until the terminals of the full window are drawn at this window's size. */
async function isDrawn(window: AppWindow): Promise<void> {
  await window.terminal('Plan the beds').shows('Approve once');
  await window.terminal('Garden shell').shows('tomatoes');
}

async function everyPlace(scene: Scene, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await inEveryView(scene, folder, 'empty', (window) => window.isEmpty());
  const first = await scene.window(README_VIEW);
  await scene.fill(first);
  await first.page.context().close();
  await inEveryView(scene, folder, 'full', isDrawn);
  await inEveryView(scene, folder, 'dialog', async (window) => {
    await isDrawn(window);
    await window.openNewSessionDialog();
    await window.newSession.fill({ folder: '/nowhere/at/all', prompt: 'Look at what is there' });
    await window.newSession.submit();
    await window.newSession.error.waitFor();
  });
  await inEveryView(scene, folder, 'palette', async (window) => {
    await isDrawn(window);
    await window.page.keyboard.press('Control+Shift+P');
    await window.page.getByRole('option').first().waitFor();
  });
  await inEveryView(scene, folder, 'settings', async (window) => {
    await window.openSettings();
  });
  const windows: AppWindow[] = [];
  for (const view of VIEWS) {
    const window = await scene.window(view);
    await isDrawn(window);
    windows.push(window);
  }
  await scene.app.killHard();
  for (const [i, window] of windows.entries()) {
    await window.banner.waitFor();
    await window.page.screenshot({ path: join(folder, `banner-${nameOf(VIEWS[i]!)}.png`) });
  }
}

const { values } = parseArgs({ options: { all: { type: 'string' } } });
const scene = await Scene.open();
try {
  if (values.all === undefined) {
    const window = await scene.window(README_VIEW);
    await scene.fill(window);
    await window.page.screenshot({ path: join(ROOT, 'docs/images/window.png') });
  } else await everyPlace(scene, resolve(values.all));
} finally {
  await scene.close();
}
