import { KimiError } from '#shared/errors/kimi-error.ts';
import { SessionId } from '#shared/ids.ts';
import { noteSession } from '../calls/index.ts';
import type { SessionRepository } from './repository.ts';
import type { SessionRecord } from './types.ts';

/**
 * The session that a person means by an id or a name; the call that asks is told to be about it.
 * @throws KimiError NOT_FOUND | NAME_AMBIGUOUS (with the ids to choose from)
 */
export async function findSession(repository: SessionRepository, ref: string): Promise<SessionRecord> {
  const found = await meant(repository, ref);
  noteSession(ref, found);
  return found;
}

async function meant(repository: SessionRepository, ref: string): Promise<SessionRecord> {
  // An id wins over a name that looks like one.
  const byId = SessionId.safeParse(ref).success ? await repository.session(ref) : undefined;
  if (byId !== undefined) return byId;
  const named = await repository.sessionsNamed(ref.trim());
  const [only, ...more] = named;
  if (only === undefined) throw new KimiError('NOT_FOUND', { kind: 'session', ref });
  if (more.length > 0) {
    throw new KimiError('NAME_AMBIGUOUS', { name: ref, count: named.length, ids: named.map((session) => session.id) });
  }
  return only;
}
