import icon from '../icon.svg?raw';

// The tab's corner, in the colour of what needs the person.
const MARK = '<circle cx="11.5" cy="4.5" r="4.5" fill="#f0a020"/>';

/** Marks the browser tab's icon while something needs the person; their number is in the title. */
export function markIcon(marked: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link === null) return;
  link.dataset.plain ??= link.href;
  link.href = marked ? `data:image/svg+xml,${encodeURIComponent(icon.replace('</svg>', `${MARK}</svg>`))}` : link.dataset.plain;
}
