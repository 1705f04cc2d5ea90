/** Loads the page anew. Where it cannot be had nothing happens: what still stands in the window is better than a browser's own page about that. */
export async function renewPage(): Promise<void> {
  const answer = await fetch(location.pathname, { cache: 'no-store' }).catch((error: unknown) => error);
  if (answer instanceof Response && answer.ok) location.reload();
}
