import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** Sizes of the icon theme of Linux desktops; the largest is what electron-builder makes macOS's and Windows's from. Pixels. */
export const ICON_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
const LARGEST = 1024;

/** Draws `<folder>/<n>x<n>.png` from the one vector source. */
export async function drawIcons(svg: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const size of ICON_SIZES) {
    // Drawn at its own size, not made smaller after. An SVG of 1,024 units has 72 of them to the inch.
    const drawn = sharp(svg, { density: (72 * size) / LARGEST }).resize(size, size);
    await drawn.png().toFile(join(folder, `${size}x${size}.png`));
  }
}
