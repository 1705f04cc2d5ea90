/** A picture in one colour: how much ink each pixel has, 0 to 1, row by row. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** Fewer than this of 255 between the ground and the strongest pixel is nothing drawn: text that is legible at all has more than 100. */
const LEAST_CONTRAST = 24;
/** Pixels with less ink are smoothing at the edges, which GPUs do otherwise than canvases. */
const EDGE = 0.2;
/** How alike a letter is to itself drawn by other means: 0.88 and more from 8 to 26 pixels; of other letters nine in ten have less than this at 13. */
const ALIKE = 0.78;
/** Of a letter's ink this much is inside of its own box; the rest may be an underline or a neighbour's overhang. */
const INSIDE = 0.6;

/** The ink of a picture in RGBA. The colour that most pixels have is the ground; null when there is nothing on it. */
export function inkOf(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): Ink | null {
  const count = new Map<number, number>();
  let ground = 0;
  for (let at = 0; at < width * height; at += 1) {
    const colour = ((rgba[4 * at] ?? 0) << 16) | ((rgba[4 * at + 1] ?? 0) << 8) | (rgba[4 * at + 2] ?? 0);
    const many = (count.get(colour) ?? 0) + 1;
    count.set(colour, many);
    if (many > (count.get(ground) ?? 0)) ground = colour;
  }
  const ink = new Float32Array(width * height);
  let most = 0;
  for (let at = 0; at < ink.length; at += 1) {
    const distance = Math.max(
      Math.abs((rgba[4 * at] ?? 0) - (ground >> 16)),
      Math.abs((rgba[4 * at + 1] ?? 0) - ((ground >> 8) & 255)),
      Math.abs((rgba[4 * at + 2] ?? 0) - (ground & 255)),
    );
    ink[at] = distance;
    most = Math.max(most, distance);
  }
  if (most < LEAST_CONTRAST) return null;
  return { width, height, ink: ink.map((one) => one / most) };
}

/** The part of a picture that has ink. */
export function cropped({ width, height, ink }: Ink): Ink {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((ink[y * width + x] ?? 0) < EDGE) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  const [w, h] = [Math.max(right - left + 1, 0), Math.max(bottom - top + 1, 0)];
  const part = new Float32Array(w * h);
  for (let y = 0; y < h; y += 1) part.set(ink.subarray((top + y) * width + left, (top + y) * width + left + w), y * w);
  return { width: w, height: h, ink: part };
}

/**
 * Whether a cell shows a letter. `letter` is the letter's own box, drawn by other means; it may stand anywhere in the cell, because
 * line heights and rounding move it.
 */
export function shows(cell: Ink, letter: Ink): boolean {
  let all = 0;
  for (const one of cell.ink) all += one * one;
  let own = 0;
  for (const one of letter.ink) own += one * one;
  if (all === 0 || own === 0) return false;
  for (let top = -1; top <= cell.height - letter.height + 1; top += 1) {
    for (let left = -1; left <= cell.width - letter.width + 1; left += 1) {
      let [both, inside] = [0, 0];
      for (let y = 0; y < letter.height; y += 1) {
        for (let x = 0; x < letter.width; x += 1) {
          const [cx, cy] = [left + x, top + y];
          const there = cx < 0 || cy < 0 || cx >= cell.width || cy >= cell.height ? 0 : (cell.ink[cy * cell.width + cx] ?? 0);
          both += there * (letter.ink[y * letter.width + x] ?? 0);
          inside += there * there;
        }
      }
      if (inside >= INSIDE * all && both >= ALIKE * Math.sqrt(inside * own)) return true;
    }
  }
  return false;
}
