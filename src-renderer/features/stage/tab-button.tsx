import { useServices } from '../../app/services.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { Tab } from '../../state/layout-tree.ts';
import { useTabTitle } from './use-tab-title.ts';

/** One tab: the state and name of its session. The middle mouse button closes it. */
export function TabButton({ tab, active }: { readonly tab: Tab; readonly active: boolean }) {
  const t = useText();
  const { layout } = useServices();
  const { title, state, unseen } = useTabTitle(tab);
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${tab.id}`}
      aria-controls={`panel-${tab.id}`}
      aria-selected={active}
      tabIndex={active ? 0 : -1}
      title={title}
      onClick={() => layout.getState().showTab(tab.id)}
      onAuxClick={(event) => {
        if (event.button === 1) layout.getState().closeTab(tab.id);
      }}
      className="relative flex max-w-56 items-center gap-2 border-line border-r px-3 text-ink-2 hover:bg-hover aria-selected:bg-surface aria-selected:text-ink aria-selected:before:absolute aria-selected:before:inset-x-0 aria-selected:before:top-0 aria-selected:before:h-0.5 aria-selected:before:bg-accent"
    >
      {state === null ? null : <StateMark state={state} label={t(`window.state.${state}`)} />}
      <span className={`truncate ${unseen ? 'font-bold' : ''}`}>{title}</span>
    </button>
  );
}
