import { RotateCw } from 'lucide-react';
import { use, useCallback, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import type { PagesState } from '../../components/use-pages.ts';
import { laterTexts } from '../../i18n/create-i18n.ts';
import { useLanguage, useText } from '../../i18n/use-text.ts';
import { AuditDetails } from './audit-details.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { AuditList } from './audit-list.tsx';
import { AuditTaskButtons, AuditTaskSaid, useAuditTasks } from './audit-tasks.tsx';
import { EVERYTHING, isEverything } from './query.ts';
import { type Found, useAudit } from './use-audit.ts';

/** The audit log: who changed what, from where, whether it was allowed, and how it ended; verified and exported. */
export default function AuditPage() {
  const { texts } = useServices();
  use(laterTexts(texts, useLanguage()));
  const t = useText();
  const [query, setQuery] = useState(EVERYTHING);
  const [selected, setSelected] = useState<number | null>(null);
  const { open, refresh, older, ...state } = useAudit(query);
  const { task, busy, verify, exportAll } = useAuditTasks();
  const page = useRef<HTMLElement>(null);
  const toRow = () => page.current?.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus();
  const select = useCallback((seq: number | null) => setSelected(seq), []);
  const entries = state.found?.entries ?? [];
  const shown = entries.find(({ seq }) => seq === selected);
  return (
    <main ref={page} aria-label={t('window.place.audit')} className="flex min-w-0 flex-1 flex-col bg-surface min-[900px]:flex-row">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <div className="flex shrink-0 flex-col gap-2 border-line border-b px-4 py-3">
          <div className="flex flex-wrap items-center gap-2">
            <h1 className="min-w-0 flex-1 truncate font-semibold text-lg" title={t('window.place.audit')}>
              {t('window.place.audit')}
            </h1>
            <IconButton
              icon={RotateCw}
              label={t('window.audit.refresh')}
              disabled={!open}
              aria-disabled={state.reading !== null}
              onClick={state.reading === null ? refresh : undefined}
            />
            <AuditTaskButtons busy={busy} open={open} onVerify={() => void verify()} onExport={() => void exportAll(query)} />
          </div>
          <AuditFilters query={query} onChange={setQuery} onDown={toRow} />
          <AuditTaskSaid task={task} />
        </div>
        {state.error === null ? null : (
          <div className="flex flex-col items-start gap-2 p-4">
            <ErrorNotice error={state.error} />
            <Button disabled={!open} onClick={refresh}>
              {t('window.audit.again')}
            </Button>
          </div>
        )}
        {entries.length > 0 ? (
          <AuditList entries={entries} selected={selected} onSelect={select} onOlder={older} />
        ) : (
          <NoEntries state={state} narrowed={!isEverything(query)} onClear={() => setQuery(EVERYTHING)} />
        )}
        {state.reading === 'older' ? (
          <p role="status" className="appear-late shrink-0 px-4 py-1 text-ink-3 text-sm">
            {t('window.audit.older')}
          </p>
        ) : null}
      </div>
      {shown === undefined ? null : (
        <AuditDetails
          entry={shown}
          onClose={() => {
            toRow();
            setSelected(null);
          }}
        />
      )}
    </main>
  );
}

/** What stands in the place of the list: it is on its way, it cannot be had, or nothing is in it. */
function NoEntries({
  state,
  narrowed,
  onClear,
}: {
  readonly state: PagesState<Found>;
  readonly narrowed: boolean;
  readonly onClear: () => void;
}) {
  const t = useText();
  const services = useServices();
  const gone = useStore(services.link, ({ phase }) => phase.kind === 'lost' || phase.kind === 'crowded');
  if (state.error !== null) return null;
  if (state.found === null || state.reading === 'newest') {
    if (gone) return <p className="p-4 text-ink-2">{t('window.audit.unreachable')}</p>;
    return (
      <p role="status" className="appear-late p-4 text-ink-3">
        {t('window.audit.loading')}
      </p>
    );
  }
  return (
    <div className="flex flex-col items-start gap-2 p-4">
      <p className="max-w-prose text-ink-2">{t(narrowed ? 'window.audit.none' : 'window.audit.empty')}</p>
      {narrowed ? <Button onClick={onClear}>{t('window.audit.clear')}</Button> : null}
    </div>
  );
}
