import type { LockedReason } from '#shared/contract/index.ts';

/** What a store of secrets tells on its own. */
export type SecretsNews =
  | { readonly kind: 'waiting'; readonly name: string; readonly reason: LockedReason }
  | { readonly kind: 'unlocked' }
  | { readonly kind: 'due'; readonly names: readonly string[] };

/** News as a notice for windows. Pure. */
export function noticeOf(news: SecretsNews) {
  switch (news.kind) {
    case 'waiting':
      return { type: 'notice' as const, message: 'notice.secrets.waiting', values: { name: news.name } };
    case 'due':
      return { type: 'notice' as const, message: 'notice.secrets.due', values: { names: news.names.join(', ') } };
    case 'unlocked':
      return { type: 'notice' as const, message: 'notice.secrets.unlocked', values: {} };
  }
}
