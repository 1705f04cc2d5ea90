/** Where a section's heading stands, in pixels below the top of what is scrolled. */
export interface SectionPlace<S extends string> {
  readonly section: S;
  readonly top: number;
}

interface Scrolled {
  /** Pixels. */
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** Where on the page somebody reads, as a share of its height: what has its heading above that is what most of the page shows. */
const READ_AT = 1 / 3;

/**
 * The section that somebody reads: the last one whose heading has come up to there; at the end, where headings no longer get there, the
 * last of all. Null without sections. Pure.
 * @param sections in their order on the page
 */
export function sectionAt<S extends string>(
  sections: readonly SectionPlace<S>[],
  { scrollTop, scrollHeight, clientHeight }: Scrolled,
): S | null {
  // Half a pixel is lost where the page is zoomed.
  const atEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1;
  const read = atEnd ? sections.at(-1) : (sections.findLast(({ top }) => top <= clientHeight * READ_AT) ?? sections[0]);
  return read?.section ?? null;
}
