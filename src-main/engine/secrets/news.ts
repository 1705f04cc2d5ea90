import type { LockedReason } from '#shared/contract/index.ts';

/** What a store of secrets tells on its own. */
export type SecretsNews =
  | { readonly kind: 'waiting'; readonly name: string; readonly reason: LockedReason }
  | { readonly kind: 'unlocked' }
  | { readonly kind: 'due'; readonly names: readonly string[] };

/**
 * Publishes news as notices. What is due is found at the start, before there is any window, and a notice is not said again to one that comes
 * later: it is kept for the first.
 */
export function newsPublisher(windows: { readonly first: Promise<void> }, publish: (notice: ReturnType<typeof noticeOf>) => void) {
  return (news: SecretsNews): void => {
    if (news.kind === 'due') void windows.first.then(() => publish(noticeOf(news)));
    else publish(noticeOf(news));
  };
}

/** News as a notice for windows. Pure. */
function noticeOf(news: SecretsNews) {
  switch (news.kind) {
    case 'waiting':
      return { type: 'notice' as const, message: 'notice.secrets.waiting', values: { name: news.name } };
    case 'due':
      return { type: 'notice' as const, message: 'notice.secrets.due', values: { names: news.names.join(', ') } };
    case 'unlocked':
      return { type: 'notice' as const, message: 'notice.secrets.unlocked', values: {} };
  }
}
