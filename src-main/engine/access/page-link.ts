/**
 * The link that lets a page in. The code stands in the fragment, which no browser sends over the network, puts into a
 * Referer or shows to a server's log.
 */
export function pageLink(origin: string, code: string): string {
  return `${origin}/#code=${code}`;
}
