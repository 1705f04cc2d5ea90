/**
 * The true target of a link, ready to be shown and opened; null for anything but http and https. The URL parser writes
 * look-alike host names in their ASCII form (xn--…), so that what is shown is where it goes.
 */
export function safeTarget(uri: string): string | null {
  let url: URL;
  try {
    url = new URL(uri);
  } catch {
    return null;
  }
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/** Opens a link in a browser tab of its own that knows nothing of this window. */
export function openLink(uri: string): void {
  const target = safeTarget(uri);
  if (target !== null) window.open(target, '_blank', 'noopener,noreferrer');
}
