import { X } from 'lucide-react';
import { useServices } from '../../app/services.ts';
import { BellMark, ProgressLine } from '../../components/signal-marks.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { Tab } from '../../state/layout-tree.ts';
import { useTabTitle } from './use-tab-title.ts';

/** One tab: the state and name of its session. The middle mouse button closes it. */
export function TabButton({ tab, active }: { readonly tab: Tab; readonly active: boolean }) {
  const t = useText();
  const { layout } = useServices();
  const { title, state, unseen, session } = useTabTitle(tab);
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${tab.id}`}
      aria-controls={`panel-${tab.id}`}
      aria-selected={active}
      tabIndex={active ? 0 : -1}
      title={title}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('[data-close]') !== null) layout.getState().closeTab(tab.id);
        else layout.getState().showTab(tab.id);
      }}
      onAuxClick={(event) => {
        if (event.button === 1) layout.getState().closeTab(tab.id);
      }}
      className="group relative flex max-w-56 min-w-24 items-center gap-2 border-line border-r px-3 text-ink-2 hover:bg-hover aria-selected:bg-surface aria-selected:text-ink aria-selected:before:absolute aria-selected:before:inset-x-0 aria-selected:before:top-0 aria-selected:before:h-0.5 aria-selected:before:bg-accent"
    >
      {state === null ? null : <StateMark state={state} label={t(`window.state.${state}`)} />}
      <span className={`min-w-0 flex-1 truncate text-left ${unseen ? 'font-bold' : ''}`}>{title}</span>
      <BellMark session={session} />
      <ProgressLine session={session} />
      {/* A tab may hold no button of its own; this is the mouse's way, the keyboard has Delete and an action. */}
      <span
        data-close
        aria-hidden="true"
        title={t('window.tab.close', { name: title })}
        className="-mr-1.5 rounded-sm p-0.5 opacity-0 hover:bg-pressed group-hover:opacity-100 group-aria-selected:opacity-100"
      >
        <X size={12} strokeWidth={1.75} />
      </span>
    </button>
  );
}
