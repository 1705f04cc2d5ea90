import { Copy, X } from 'lucide-react';
import { useStore } from 'zustand';
import type { AuditEntry } from '#shared/contract/index.ts';
import { timeText } from '#shared/messages/time.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useLanguage, useText } from '../../i18n/use-text.ts';
import { resultText } from './entry-words.ts';

/** All that an entry says. */
export function AuditDetails({ entry, onClose }: { readonly entry: AuditEntry; readonly onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const services = useServices();
  const { caller, where, call } = entry;
  const session = useStore(services.sessions, ({ byId }) => Object.values(byId).find(({ id }) => id === (where.session ?? caller.session)));
  return (
    <section
      aria-labelledby="audit-entry"
      className="flex max-h-[40%] shrink-0 flex-col border-line border-t bg-canvas min-[900px]:max-h-none min-[900px]:w-80 min-[900px]:border-t-0 min-[900px]:border-l"
    >
      <div className="flex h-8 shrink-0 items-center gap-1 px-3">
        <h2 id="audit-entry" className="min-w-0 flex-1 truncate font-semibold" title={t('window.audit.entry', { seq: entry.seq })}>
          {t('window.audit.entry', { seq: entry.seq })}
        </h2>
        <IconButton
          icon={Copy}
          label={t('window.audit.entry.copy')}
          onClick={() =>
            navigator.clipboard
              .writeText(JSON.stringify(entry, null, 2))
              .catch(() => services.notices.getState().info('window.notice.clipboard-failed'))
          }
        />
        <IconButton icon={X} label={t('window.audit.entry.close')} onClick={onClose} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-3 pb-3 -outline-offset-2">
        <dl className="flex flex-col gap-1.5">
          <Fact name={t('window.audit.field.at')} value={timeText(entry.at, language)} />
          <Fact name={t('window.audit.field.who')} value={t(`window.audit.caller.${caller.kind}`)} />
          <Fact name={t('window.audit.field.role')} value={t(`window.audit.field.role.${caller.role}`)} />
          {caller.session === undefined ? null : <Fact mono name={t('window.audit.field.inside')} value={caller.session} />}
          <Fact mono name={t('window.audit.field.connection')} value={caller.connection} />
          <Fact mono name={t('window.audit.field.what')} value={entry.procedure} />
          {Object.entries(where).map(([name, value]) => (
            <Fact key={name} mono name={t('window.audit.field.where')} value={`${name}=${value}`} />
          ))}
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
      </div>
    </section>
  );
}

function Fact({ name, value, mono = false }: { readonly name: string; readonly value: string; readonly mono?: boolean }) {
  return (
    <div className="flex gap-3">
      <dt className="w-20 shrink-0 break-words text-ink-2">{name}</dt>
      <dd className={`min-w-0 flex-1 select-text break-words ${mono ? 'break-all font-mono text-sm' : ''}`}>{value}</dd>
    </div>
  );
}
