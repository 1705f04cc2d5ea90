import { describe, expect, it } from 'vitest';
import { cropped, type Ink, inkOf, shows } from '#renderer/terminal/glyph-likeness.ts';

const L = ['#....', '#....', '#....', '#....', '#####'];
const T = ['#####', '..#..', '..#..', '..#..', '..#..'];

/** A cell of 9 by 12 with a letter somewhere in it, in two colours. */
function cell(letter: readonly string[], at: { x: number; y: number }, ground: number, ink: number): Ink | null {
  const rgba = new Uint8Array(4 * 9 * 12).fill(ground);
  for (const [y, row] of letter.entries()) {
    for (const [x, mark] of [...row].entries())
      if (mark === '#') rgba.fill(ink, 4 * ((at.y + y) * 9 + at.x + x), 4 * ((at.y + y) * 9 + at.x + x) + 4);
  }
  return inkOf(rgba, 9, 12);
}
const letter = (rows: readonly string[]) => cropped(cell(rows, { x: 2, y: 3 }, 0, 255) as Ink);

describe('what a cell shows', () => {
  it('is a letter, wherever in the cell and in whatever colours it is drawn', () => {
    expect(letter(L)).toMatchObject({ width: 5, height: 5 });
    for (const at of [
      { x: 0, y: 0 },
      { x: 2, y: 3 },
      { x: 4, y: 7 },
    ]) {
      for (const [ground, ink] of [
        [0, 255],
        [255, 20],
        [40, 200],
      ] as const) {
        const drawn = cell(L, at, ground, ink) as Ink;
        expect(shows(drawn, letter(L))).toBe(true);
        expect(shows(drawn, letter(T))).toBe(false);
      }
    }
  });

  it('is no letter when it is empty, noise, or a letter among noise', () => {
    expect(cell([], { x: 0, y: 0 }, 30, 30)).toBeNull();
    expect(cell(L, { x: 2, y: 3 }, 30, 40), 'too faint to be text').toBeNull();
    let seed = 7;
    const noise = () => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed % 256;
    };
    const rgba = Uint8Array.from({ length: 4 * 9 * 12 }, noise);
    expect(shows(inkOf(rgba, 9, 12) as Ink, letter(L))).toBe(false);
    const among = cell(L, { x: 2, y: 3 }, 0, 255) as Ink;
    const ink = among.ink.map((one, at) => (at % 3 === 0 ? 1 : one));
    expect(shows({ ...among, ink }, letter(L))).toBe(false);
  });
});
