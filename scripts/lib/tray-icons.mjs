import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './project.mjs';

/** As src-main/hosts/electron/tray/tray-model.ts has them; a test compares the two. */
const STATES = ['idle', 'working', 'needs-you', 'failed'];
/** The glyph's colour by what it stands on. A template is coloured by the system, so its states are told by shape alone. */
const LOOKS = { light: '#24262b', dark: '#eef0f4', template: '#000000' };
/** Pixels at scale 1, and the scales that the systems ask for: 16 for Windows and macOS, 24 for panels on Linux. */
const SIZES = { 16: [1, 1.25, 1.5, 2, 3], 24: [1, 2] };

/** Draws every tray icon from resources/icons/tray.svg into `folder`: `<state>-<look>-<size>[@<scale>x].png`. */
export async function drawTrayIcons(folder) {
  // Not above: a fresh clone loads this file before its packages are there.
  const { default: sharp } = await import('sharp');
  mkdirSync(folder, { recursive: true });
  const source = readFileSync(join(ROOT, 'resources/icons/tray.svg'), 'utf8');
  for (const state of STATES) {
    for (const [look, colour] of Object.entries(LOOKS)) {
      const drawing = Buffer.from(variant(source, state, look === 'template' ? { colour, accent: colour } : { colour }));
      for (const [size, scales] of Object.entries(SIZES)) {
        for (const scale of scales) {
          const pixels = Math.round(Number(size) * scale);
          const name = `${state}-${look}-${size}${scale === 1 ? '' : `@${scale}x`}.png`;
          // The density at which the 16 units of the drawing are that many pixels: drawn sharp, not scaled.
          await sharp(drawing, { density: (72 * pixels) / 16 })
            .resize(pixels, pixels)
            .png()
            .toFile(join(folder, name));
        }
      }
    }
  }
}

/** The drawing of one state in one colour; `accent` where the state's own colour must not be seen. */
function variant(source, state, { colour, accent }) {
  const kept = source
    .replace('color="#000"', `color="${colour}"`)
    .replaceAll(/<g data-state="([^"]+)".*?<\/g>/gs, (group, states) => (states.split(' ').includes(state) ? group : ''));
  if (accent === undefined) return kept;
  return kept.replaceAll(/(fill|stroke)="#[0-9a-f]{6}"([^>]*) data-accent="\1"/g, (_, which, between) => `${which}="${accent}"${between}`);
}
