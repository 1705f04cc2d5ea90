import { resolve } from 'node:path';
import { test } from './pictures.ts';
import { Scene } from './scene.ts';
import { FIRST } from './views.ts';

const PICTURE = resolve(import.meta.dirname, '../../docs/images/window.png');

test('the picture of the README is taken anew', { tag: '@readme' }, async ({ drawing }) => {
  const scene = await Scene.open(drawing);
  try {
    const window = await scene.window({ ...FIRST, language: 'en' });
    await scene.fill(window);
    await window.page.screenshot({ path: PICTURE });
  } finally {
    await scene.close();
  }
});
