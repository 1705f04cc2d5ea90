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
import { DiagnosticsBundle } from './diagnostics-bundle.tsx';
import { LogDetails } from './log-details.tsx';
import { LogFilters } from './log-filters.tsx';
import { LogList } from './log-list.tsx';
import { EVERYTHING, isEverything } from './query.ts';
import { type Found, useLogs } from './use-logs.ts';

/** What every process logged, newest first: searched, narrowed down, followed; and the bundle for whoever helps. */
export default function LogsPage() {
  const { texts } = useServices();
  use(laterTexts(texts, useLanguage()));
  const t = useText();
  const [query, setQuery] = useState(EVERYTHING);
  const [following, setFollowing] = useState(false);
  const [bundling, setBundling] = useState(false);
  const [selected, setSelected] = useState<string | null>(null);
  const { open, refresh, older, ...state } = useLogs(query, following);
  const page = useRef<HTMLElement>(null);
  const toRow = () => page.current?.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus();
  const select = useCallback((id: string | null) => setSelected(id), []);
  const lines = state.found?.lines ?? [];
  const shown = lines.find(({ id }) => id === selected);
  return (
    <main ref={page} aria-label={t('window.place.logs')} className="flex min-w-0 flex-1 flex-col bg-surface min-[900px]:flex-row">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <div className="flex shrink-0 flex-col gap-2 border-line border-b px-4 py-3">
          <div className="flex flex-wrap items-center gap-2">
            <h1 className="min-w-0 flex-1 truncate font-semibold text-lg" title={t('window.place.logs')}>
              {t('window.place.logs')}
            </h1>
            <IconButton
              icon={RotateCw}
              label={t('window.logs.refresh')}
              disabled={!open}
              aria-disabled={state.reading !== null}
              onClick={state.reading === null ? refresh : undefined}
            />
            <Button
              disabled={!open}
              aria-pressed={following}
              className="aria-pressed:bg-selected"
              onClick={() => setFollowing((now) => !now)}
            >
              {t('window.logs.follow')}
            </Button>
            <Button disabled={!open} onClick={() => setBundling(true)}>
              {t('window.logs.bundle.open')}
            </Button>
          </div>
          <LogFilters query={query} onChange={setQuery} onDown={toRow} />
        </div>
        {state.error === null ? null : (
          <div className="flex flex-col items-start gap-2 p-4">
            <ErrorNotice error={state.error} />
            <Button disabled={!open} onClick={refresh}>
              {t('window.logs.again')}
            </Button>
          </div>
        )}
        {lines.length > 0 ? (
          <LogList lines={lines} selected={selected} onSelect={select} onOlder={older} />
        ) : (
          <NoLines state={state} narrowed={!isEverything(query)} onClear={() => setQuery(EVERYTHING)} />
        )}
        {state.reading === 'older' ? (
          <p role="status" className="appear-late shrink-0 px-4 py-1 text-ink-3 text-sm">
            {t('window.logs.older')}
          </p>
        ) : null}
      </div>
      {shown === undefined ? null : (
        <LogDetails
          line={shown}
          onCall={query.call === null ? (call) => setQuery({ ...EVERYTHING, call }) : null}
          onClose={() => {
            toRow();
            setSelected(null);
          }}
        />
      )}
      {bundling ? <DiagnosticsBundle onClose={() => setBundling(false)} /> : null}
    </main>
  );
}

/** What stands in the place of the list: it is on its way, it cannot be had, or nothing is in it. */
function NoLines({
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
    if (gone) return <p className="p-4 text-ink-2">{t('window.logs.unreachable')}</p>;
    return (
      <p role="status" className="appear-late p-4 text-ink-3">
        {t('window.logs.loading')}
      </p>
    );
  }
  return (
    <div className="flex flex-col items-start gap-2 p-4">
      <p className="max-w-prose text-ink-2">{t(narrowed ? 'window.logs.none' : 'window.logs.empty')}</p>
      {narrowed ? <Button onClick={onClear}>{t('window.logs.clear')}</Button> : null}
    </div>
  );
}
