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

/** A heading this little below the top is read already: the search field stands there. */
const BELOW_TOP = 72;

/**
 * The section that somebody reads: the last one whose heading has reached the top; at the end, where headings no longer get there, the
 * last of all. Null without sections. Pure.
 * @param sections in their order on the page
 */
export function sectionAt<S extends string>(
  sections: readonly SectionPlace<S>[],
  { scrollTop, scrollHeight, clientHeight }: Scrolled,
): S | null {
  // Half a pixel is lost where the page is zoomed.
  const atEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1;
  const read = atEnd ? sections.at(-1) : (sections.findLast(({ top }) => top <= BELOW_TOP) ?? sections[0]);
  return read?.section ?? null;
}
