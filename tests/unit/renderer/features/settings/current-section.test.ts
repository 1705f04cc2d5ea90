import { describe, expect, it } from 'vitest';
import { sectionAt } from '#renderer/features/settings/current-section.ts';

/** Three sections of 500 px in a page of 600 px, scrolled so far; the last one never reaches the top. */
function at(scrollTop: number, sections = ['first', 'second', 'last']) {
  const places = sections.map((section, n) => ({ section, top: 56 + n * 500 - scrollTop }));
  return sectionAt(places, { scrollTop, scrollHeight: 1556, clientHeight: 600 });
}

describe('the section that is read', () => {
  it('is the last one whose heading has come into the upper third: most of what is seen is of it', () => {
    expect(at(0)).toBe('first');
    expect(at(350)).toBe('first');
    expect(at(360)).toBe('second');
  });

  it('is the last of all at the end of the page, also where that is zoomed', () => {
    expect(at(955.5)).toBe('last');
  });

  it('is the first where nothing is scrolled, and none where there is none', () => {
    expect(sectionAt([{ section: 'only', top: 300 }], { scrollTop: 0, scrollHeight: 600, clientHeight: 600 })).toBe('only');
    expect(at(0, [])).toBeNull();
  });
});
