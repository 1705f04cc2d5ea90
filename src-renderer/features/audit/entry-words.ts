import type { AuditEntry } from '#shared/contract/index.ts';
import type { Translate } from '../../i18n/text-key.ts';

/** Who made a call, in words; a program inside of a session with that session's name where it is known. */
export function whoText({ caller }: AuditEntry, t: Translate, nameOf: (session: string) => string | undefined): string {
  const kind = t(`window.audit.caller.${caller.kind}`);
  return caller.session === undefined ? kind : `${kind} · ${nameOf(caller.session) ?? caller.session}`;
}

/** What an entry was about, on one line. */
export function whereText({ where }: AuditEntry): string {
  return Object.entries(where)
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');
}

/** How a call ended: done, an error's code, or denied with the reason. */
export function resultText({ decision, result, why }: AuditEntry, t: Translate): string {
  if (decision === 'denied') return t('audit.denied', { why: why ?? result });
  return result === 'ok' ? t('window.audit.outcome.ok') : result;
}
