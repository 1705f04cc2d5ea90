import { PanelLeft, PanelRight, Search } from 'lucide-react';
import { useStore } from 'zustand';
import { actionOf } from '../actions/actions.ts';
import { ActionButton } from '../components/icon-button.tsx';
import { ActionKey } from '../components/key-caps.tsx';
import { useNarrow } from '../components/narrow.ts';
import { folderBeside, nameTitle } from '../i18n/format.ts';
import { useText } from '../i18n/use-text.ts';
import { focusedPane } from '../state/layout-tree.ts';
import { useServices } from './services.ts';

const PALETTE = actionOf('palette');
const SIDEBAR = actionOf('view.sidebar');
const INSPECTOR = actionOf('view.inspector');

/** Where one is (folder and session), the way to everything (palette), and what may be shown or hidden. */
export function TitleBar() {
  const t = useText();
  const services = useServices();
  const view = useStore(services.layout, (state) => state.view);
  const place = useStore(services.layout, (state) => state.place);
  const narrow = useNarrow();
  const id = useStore(services.layout, (state) => focusedPane(state.layout)?.session ?? null);
  const session = useStore(services.sessions, (state) => (id === null ? undefined : state.byId[id]));
  // In a narrow window a session's name has what room there is: before its folder, and before the palette's key.
  const folder = session === undefined || narrow ? null : folderBeside(session);
  return (
    <header className="flex h-9 shrink-0 items-center gap-2 border-line border-b bg-canvas px-1.5">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <ActionButton
          icon={PanelLeft}
          label={t('window.titlebar.sidebar')}
          action={SIDEBAR}
          aria-pressed={view.sidebarOpen && !(narrow && view.inspectorOpen)}
          disabled={place !== 'sessions'}
        />
        {session === undefined || place !== 'sessions' ? (
          <h1 className="truncate font-semibold">{t(place === 'sessions' ? 'window.product' : `window.place.${place}`)}</h1>
        ) : (
          <span className="flex min-w-0 items-baseline gap-2" title={session.cwd}>
            {folder === null ? null : <span className="min-w-0 shrink-[2] truncate text-ink-2">{folder}</span>}
            <h1 className="min-w-0 truncate font-semibold" title={nameTitle(session)}>
              {session.name}
            </h1>
          </span>
        )}
      </div>
      <button
        type="button"
        onClick={() => PALETTE.run(services)}
        title={t('window.titlebar.search')}
        className="flex h-6 w-72 min-w-0 max-[719px]:w-52 shrink items-center gap-2 rounded border border-line bg-surface px-2 text-ink-2 hover:bg-hover"
      >
        <Search size={12} strokeWidth={1.75} aria-hidden="true" className="shrink-0" />
        <span className="min-w-0 flex-1 truncate text-left text-sm">{t('window.titlebar.search')}</span>
        {narrow ? null : <ActionKey action={PALETTE} />}
      </button>
      <div className="flex flex-1 items-center justify-end gap-0.5">
        <ActionButton
          icon={PanelRight}
          label={t('window.titlebar.inspector')}
          action={INSPECTOR}
          aria-pressed={view.inspectorOpen}
          disabled={place !== 'sessions'}
        />
      </div>
    </header>
  );
}
