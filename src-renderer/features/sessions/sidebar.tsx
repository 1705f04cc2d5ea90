import { Plus, Search } from 'lucide-react';
import { useStore } from 'zustand';
import { actionOf } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { ActionButton } from '../../components/icon-button.tsx';
import { SideHandle } from '../../components/side-handle.tsx';
import { useText } from '../../i18n/use-text.ts';
import { DemoCard } from '../welcome/demo-card.tsx';
import { NoList } from './list-states.tsx';
import { SessionList } from './session-list.tsx';
import { SessionSearch } from './session-search.tsx';

const LEAST = 180;
const MOST = 480;
const NEW = actionOf('session.new');
const SEARCH = actionOf('sessions.search');

/** The place of the sessions: their list, or what it is for while there is none. */
export function Sidebar() {
  const t = useText();
  const services = useServices();
  const view = useStore(services.layout, (state) => state.view);
  const searching = useStore(services.list, (state) => state.search !== null);
  const any = useStore(services.sessions, (state) => Object.keys(state.byId).length > 0);
  return (
    <nav
      aria-label={t('window.sessions')}
      style={{ width: view.sidebarWidth }}
      className="relative flex max-w-[50%] shrink-0 flex-col border-line border-r bg-canvas"
    >
      <div className="flex h-8 shrink-0 items-center gap-0.5 pr-1.5 pl-3">
        <h2 className="font-semibold">{t('window.sessions')}</h2>
        <span className="flex-1" />
        {any ? <ActionButton icon={Search} label={t('window.sessions.search')} action={SEARCH} aria-expanded={searching} /> : null}
        <ActionButton icon={Plus} label={t('window.sessions.new')} action={NEW} />
      </div>
      {any && searching ? <SessionSearch /> : null}
      {any ? (
        <SessionList />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <NoList />
        </div>
      )}
      <DemoCard />
      <SideHandle
        label={t('window.sessions.width')}
        width={view.sidebarWidth}
        least={LEAST}
        most={MOST}
        side="right"
        onWidth={(sidebarWidth) => services.layout.getState().setView({ sidebarWidth })}
      />
    </nav>
  );
}
