import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsThatFit } from '#renderer/terminal/columns.ts';

const SCROLL_BAR = 14;

describe('the columns of a pane', () => {
  it('fill it up to the scroll bar', () => {
    expect(columnsThatFit(SCROLL_BAR + 100 * 8, 8, 80 * 8, 80)).toBe(100);
    expect(columnsThatFit(SCROLL_BAR + 100 * 8 - 1, 8, 80 * 8, 80)).toBe(99);
  });

  it('are as many whatever number of columns there was before', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 12, noNaN: true }),
        fc.integer({ min: 200, max: 3_000 }),
        fc.integer({ min: 2, max: 400 }),
        (font, width, cols) => {
          const drawnByDom = Math.round(font * cols);
          expect(columnsThatFit(width, font, drawnByDom, cols)).toBe(Math.floor((width - SCROLL_BAR) / font));
        },
      ),
    );
  });

  it('follow what is drawn where that is wider by more than rounding (WebGL draws whole device pixels)', () => {
    expect(columnsThatFit(SCROLL_BAR + 800, 7.8, 80 * 8, 80)).toBe(100);
  });

  it('follow what is drawn when the font could not be measured', () => {
    expect(columnsThatFit(SCROLL_BAR + 800, 0, 80 * 8, 80)).toBe(100);
  });
});
