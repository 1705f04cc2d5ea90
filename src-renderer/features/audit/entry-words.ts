import type { AuditEntry } from '#shared/contract/index.ts';
import type { Translate } from '../../i18n/text-key.ts';

/** Who made a call, in words; a program inside of a session with that session's name where it is known. */
export function whoText({ caller }: AuditEntry, t: Translate, nameOf: (session: string) => string | undefined): string {
  const kind = t(`window.audit.caller.${caller.kind}`);
  return caller.session === undefined ? kind : `${kind} · ${nameOf(caller.session) ?? caller.session}`;
}

/** What a person called something, which a row without room must not cut. */
const NAMES: readonly string[] = ['sessionName', 'name'];

/** What an entry was about, on one line; what a person called it first. */
export function whereText({ where }: Pick<AuditEntry, 'where'>): string {
  const places = Object.entries(where);
  const names = NAMES.flatMap((wanted) => places.filter(([name]) => name === wanted));
  return [...names, ...places.filter(([name]) => !NAMES.includes(name))].map(([name, value]) => `${name}=${value}`).join('  ');
}

/** How a call ended: done, an error's code, or denied with the reason. */
export function resultText({ decision, result, why }: AuditEntry, t: Translate): string {
  if (decision === 'denied') return t('audit.denied', { why: why ?? result });
  return result === 'ok' ? t('window.audit.outcome.ok') : result;
}
