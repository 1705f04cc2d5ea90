import { useStore } from 'zustand';
import type { AuditEntry } from '#shared/contract/index.ts';
import { timeText } from '#shared/messages/time.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { DetailsPanel, Fact } from '../../components/details-panel.tsx';
import { useLanguage, useText } from '../../i18n/use-text.ts';
import { resultText } from './entry-words.ts';

/** All that an entry says. */
export function AuditDetails({ entry, onClose }: { readonly entry: AuditEntry; readonly onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const services = useServices();
  const { caller, where, call } = entry;
  const places = Object.entries(where).map(([name, value]) => `${name}=${value}`);
  const session = useStore(services.sessions, ({ byId }) => Object.values(byId).find(({ id }) => id === (where.session ?? caller.session)));
  return (
    <DetailsPanel
      id="audit-entry"
      title={t('window.audit.entry', { seq: entry.seq })}
      subject={entry}
      copyLabel={t('window.audit.entry.copy')}
      closeLabel={t('window.audit.entry.close')}
      onClose={onClose}
    >
      <dl className="flex flex-col gap-1.5">
        <Fact name={t('window.audit.field.at')} value={timeText(entry.at, language)} />
        <Fact name={t('window.audit.field.who')} value={t(`window.audit.caller.${caller.kind}`)} />
        <Fact name={t('window.audit.field.role')} value={t(`window.audit.field.role.${caller.role}`)} />
        {caller.session === undefined ? null : <Fact mono name={t('window.audit.field.inside')} value={caller.session} />}
        <Fact mono name={t('window.audit.field.connection')} value={caller.connection} />
        <Fact mono name={t('window.audit.field.what')} value={entry.procedure} />
        {places.length === 0 ? null : <Fact mono name={t('window.audit.field.where')} value={places.join('\n')} />}
        <Fact name={t('window.audit.field.decision')} value={t(`window.audit.outcome.${entry.decision}`)} />
        <Fact name={t('window.audit.field.result')} value={resultText(entry, t)} />
        {call === undefined ? null : <Fact mono name={t('window.audit.field.call')} value={call} />}
        <Fact mono name={t('window.audit.field.prev')} value={entry.prev} />
        <Fact mono name={t('window.audit.field.hash')} value={entry.hash} />
      </dl>
      {session === undefined ? null : (
        <Button size="small" className="mt-3" onClick={() => services.openSession(session.id)}>
          {t('window.audit.entry.open')}
        </Button>
      )}
    </DetailsPanel>
  );
}
