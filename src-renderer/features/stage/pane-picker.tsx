import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { actionOf } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ActionKey } from '../../components/key-caps.tsx';
import { useText } from '../../i18n/use-text.ts';
import { activeTab, panesOf } from '../../state/layout-tree.ts';
import { groupSessions } from '../sessions/grouping.ts';
import { SessionChoice } from '../sessions/session-choice.tsx';

const NEW = actionOf('session.new');
const SWITCH = actionOf('session.switch');
/** Sessions drawn here: more than a pane shows. The others are found by typing in the switcher, which puts one into this pane. */
const MOST = 30;

/** An empty pane: the sessions that are not on show in this tab, to choose from, and a new one. */
export function PanePicker({ paneId }: { readonly paneId: string }) {
  const t = useText();
  const services = useServices();
  const byId = useStore(services.sessions, (state) => state.byId);
  const order = useStore(services.habits.store, (state) => state.groups);
  const tab = useStore(services.layout, (state) => activeTab(state.layout));
  const choices = useMemo(() => {
    const shown = new Set(tab === null ? [] : panesOf(tab.root).map((pane) => pane.session));
    return groupSessions(Object.values(byId), order).flatMap((group) => group.sessions.filter((session) => !shown.has(session.id)));
  }, [byId, tab, order]);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    list.current?.querySelector<HTMLElement>('button')?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = document.activeElement instanceof HTMLElement ? buttons.indexOf(document.activeElement) : -1;
    buttons[Math.min(Math.max(at + by, 0), buttons.length - 1)]?.focus();
    event.preventDefault();
  };

  return (
    <div ref={list} className="flex h-full flex-col items-start gap-2 overflow-auto p-4">
      <h2 className="font-semibold">{t('window.stage.pick')}</h2>
      {choices.length === 0 ? <p className="text-ink-2">{t('window.stage.pick.none')}</p> : null}
      <ul className="w-full max-w-md">
        {choices.slice(0, MOST).map((session) => (
          <li key={session.id}>
            <button
              type="button"
              onKeyDown={onKeyDown}
              onClick={() => services.layout.getState().assign(paneId, session.id)}
              className="flex h-8 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover"
            >
              <SessionChoice session={session} />
            </button>
          </li>
        ))}
      </ul>
      {choices.length > MOST ? (
        <div className="flex flex-wrap items-center gap-2">
          <p className="text-ink-2">{t('window.stage.pick.more', { count: choices.length - MOST })}</p>
          <Button onKeyDown={onKeyDown} onClick={() => SWITCH.run(services)}>
            {t(SWITCH.title)}
          </Button>
          <ActionKey action={SWITCH} />
        </div>
      ) : null}
      <Button onKeyDown={onKeyDown} onClick={() => NEW.run(services)}>
        {t('window.sessions.new')}
      </Button>
    </div>
  );
}
