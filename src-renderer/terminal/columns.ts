/** Room that xterm.js keeps for its scroll bar, CSS pixels (its default; it is not part of its API). */
const SCROLL_BAR = 14;

/**
 * How many columns fit. xterm.js's DOM renderer rounds the width of all columns together to whole pixels, so the width of one
 * (`drawn / cols`) depends a little on how many there are now; fitting by it, a pane would end with another number of columns than
 * it began with, depending on the sizes in between. So the font's own width decides wherever rounding explains the difference.
 *
 * @param width of the pane, CSS pixels
 * @param measured width of one character of the font
 * @param drawn width of the screen with `cols` columns
 */
export function columnsThatFit(width: number, measured: number, drawn: number, cols: number): number {
  const rounded = measured > 0 && Math.abs(measured * cols - drawn) <= 0.5;
  const cell = rounded ? measured : drawn / cols;
  return Math.floor((width - SCROLL_BAR) / cell);
}

let context: CanvasRenderingContext2D | null = null;

/** Width of a character of a monospace font, CSS pixels, measured as xterm.js does it; 0 when it cannot be measured. */
export function characterWidth(font: string, size: number): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return 0;
  context.font = `${size}px ${font}`;
  return context.measureText('W').width;
}
