import type { AuditEntry } from '#shared/contract/index.ts';
import type { Translate } from '../../i18n/text-key.ts';

/** Who made a call, in words; a program inside of a session with that session's name where it is known. */
export function whoText({ caller }: AuditEntry, t: Translate, nameOf: (session: string) => string | undefined): string {
  const kind = t(`window.audit.caller.${caller.kind}`);
  return caller.session === undefined ? kind : `${kind} · ${nameOf(caller.session) ?? caller.session}`;
}

/** What an entry was about, on one line; the name that a person gave it first, which a row without room does not cut. */
export function whereText({ where: { name, ...rest } }: Pick<AuditEntry, 'where'>): string {
  return Object.entries(name === undefined ? rest : { name, ...rest })
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');
}

/** How a call ended: done, an error's code, or denied with the reason. */
export function resultText({ decision, result, why }: AuditEntry, t: Translate): string {
  if (decision === 'denied') return t('audit.denied', { why: why ?? result });
  return result === 'ok' ? t('window.audit.outcome.ok') : result;
}
