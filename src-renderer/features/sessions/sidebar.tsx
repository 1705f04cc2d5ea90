import { Plus } from 'lucide-react';
import { useStore } from 'zustand';
import { actionOf } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import { SessionList } from './session-list.tsx';

const NEW = actionOf('session.new');

/** The place of the sessions: their list, or what it is for while there is none. */
export function Sidebar() {
  const t = useText();
  const services = useServices();
  const loaded = useStore(services.sessions, (state) => state.loaded);
  const any = useStore(services.sessions, (state) => Object.keys(state.byId).length > 0);
  return (
    <nav aria-label={t('window.sessions')} className="flex h-full flex-col bg-canvas">
      <div className="flex h-8 shrink-0 items-center justify-between pr-1.5 pl-3">
        <h2 className="font-semibold">{t('window.sessions')}</h2>
        <IconButton icon={Plus} label={t('window.sessions.new')} keys={NEW.keys} onClick={() => NEW.run(services)} />
      </div>
      {any ? (
        <SessionList />
      ) : (
        <p className={`px-3 pt-1 text-ink-3 text-sm ${loaded ? '' : 'appear-late'}`}>
          {t(loaded ? 'window.sessions.empty' : 'window.sessions.loading')}
        </p>
      )}
    </nav>
  );
}
