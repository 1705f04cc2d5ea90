import type { LockedReason } from '#shared/contract/index.ts';
import type { WindowId } from '#shared/ids.ts';

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

/**
 * What a window that opens is told: that work waits was said when it began to, perhaps with nobody there, and whoever comes now is the one who
 * can unlock. Null once nothing waits. Pure.
 * @param waiting names of the secrets that something waits for
 */
export function noticeOnOpening(window: WindowId, waiting: readonly string[]) {
  if (waiting.length === 0) return null;
  return { type: 'notice' as const, window, message: 'notice.secrets.still-waiting', values: { names: waiting.join(', ') } };
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
