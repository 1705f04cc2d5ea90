import { PanelLeft, PanelRight, Search, Settings2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { actionOf } from '../actions/actions.ts';
import { IconButton } from '../components/icon-button.tsx';
import { KeyCaps } from '../components/key-caps.tsx';
import { folderName } from '../i18n/format.ts';
import { useText } from '../i18n/use-text.ts';
import { focusedPane } from '../state/layout-tree.ts';
import { useServices } from './services.ts';

const PreferencesMenu = lazy(() => import('../features/preferences/preferences-menu.tsx'));
const PALETTE = actionOf('palette');
const SIDEBAR = actionOf('view.sidebar');
const INSPECTOR = actionOf('view.inspector');

/** Where one is (folder and session), the way to everything (palette), and what may be shown or hidden. */
export function TitleBar() {
  const t = useText();
  const services = useServices();
  const view = useStore(services.layout, (state) => state.view);
  const id = useStore(services.layout, (state) => focusedPane(state.layout)?.session ?? null);
  const session = useStore(services.sessions, (state) => (id === null ? undefined : state.byId[id]));
  const [preferences, setPreferences] = useState(false);
  return (
    <header className="flex h-9 shrink-0 items-center gap-2 border-line border-b bg-canvas px-1.5">
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <IconButton
          icon={PanelLeft}
          label={t('window.titlebar.sidebar')}
          keys={SIDEBAR.keys}
          aria-pressed={view.sidebarOpen}
          onClick={() => SIDEBAR.run(services)}
        />
        {session === undefined ? (
          <h1 className="truncate font-semibold">{t('window.product')}</h1>
        ) : (
          <span className="flex min-w-0 items-baseline gap-2" title={session.cwd}>
            <span className="min-w-0 shrink-[2] truncate text-ink-2">{folderName(session.cwd)}</span>
            <h1 className="min-w-0 truncate font-semibold">{session.name}</h1>
          </span>
        )}
      </div>
      <button
        type="button"
        onClick={() => PALETTE.run(services)}
        className="flex h-6 w-72 min-w-0 shrink items-center gap-2 rounded border border-line bg-surface px-2 text-ink-2 hover:bg-hover"
      >
        <Search size={12} strokeWidth={1.75} aria-hidden="true" className="shrink-0" />
        <span className="min-w-0 flex-1 truncate text-left text-sm">{t('window.titlebar.search')}</span>
        {PALETTE.keys === undefined ? null : <KeyCaps keys={PALETTE.keys} />}
      </button>
      <div className="flex flex-1 items-center justify-end gap-0.5">
        <IconButton
          icon={PanelRight}
          label={t('window.titlebar.inspector')}
          keys={INSPECTOR.keys}
          aria-pressed={view.inspectorOpen}
          onClick={() => INSPECTOR.run(services)}
        />
        {preferences ? (
          <Suspense fallback={<PreferencesButton open />}>
            <PreferencesMenu onClose={() => setPreferences(false)} />
          </Suspense>
        ) : (
          <PreferencesButton open={false} onClick={() => setPreferences(true)} />
        )}
      </div>
    </header>
  );
}

// The menu itself is fetched when it is opened first; then it brings its own button.
function PreferencesButton({ open, onClick }: { readonly open: boolean; readonly onClick?: () => void }) {
  const t = useText();
  return (
    <IconButton
      icon={Settings2}
      label={t('window.titlebar.preferences')}
      aria-haspopup="menu"
      aria-expanded={open}
      {...(onClick === undefined ? {} : { onClick })}
    />
  );
}
