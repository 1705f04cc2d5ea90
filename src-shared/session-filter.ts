import { sameTag } from './contract/labels.ts';
import type { SessionInfo } from './contract/sessions.ts';

/** Which sessions a list is of. */
export interface SessionFilter {
  /** Archived ones too. */
  readonly all: boolean;
  readonly tag?: string | undefined;
  readonly group?: string | undefined;
  readonly pinned?: boolean | undefined;
}

/** Whether a session belongs on a list. The same for the engine that makes one and for who follows one. */
export function isListed(
  session: Pick<SessionInfo, 'lifecycle' | 'group' | 'pinned'> & { readonly tags: readonly string[] },
  { all, tag, group, pinned }: SessionFilter,
): boolean {
  if (!all && session.lifecycle === 'archived') return false;
  if (tag !== undefined && !session.tags.some((one) => sameTag(one, tag))) return false;
  if (group !== undefined && session.group !== group) return false;
  return pinned !== true || session.pinned;
}
