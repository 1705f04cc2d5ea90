import { X } from 'lucide-react';
import { useRef } from 'react';
import { useServices } from '../../app/services.ts';
import { BellMark, ProgressLine } from '../../components/signal-marks.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { StripPlace } from '../../state/layout-move.ts';
import type { Tab } from '../../state/layout-tree.ts';
import { useMovable } from './stage-drag.ts';
import { useTabTitle } from './use-tab-title.ts';

export interface TabButtonProps {
  readonly tab: Tab;
  readonly active: boolean;
  /** What is dragged would come on this side of it. */
  readonly drop: StripPlace['side'] | null;
}

/** One tab: the state and name of its session. It can be dragged; the middle mouse button closes it. */
export function TabButton({ tab, active, drop }: TabButtonProps) {
  const t = useText();
  const { layout } = useServices();
  const { title, state, unseen, session } = useTabTitle(tab);
  const element = useRef<HTMLButtonElement>(null);
  const dragged = useMovable(element, 'tab', tab.id);
  return (
    <button
      ref={element}
      type="button"
      role="tab"
      data-tab={tab.id}
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
      className={`group relative flex max-w-56 min-w-28 items-center gap-1.5 border-line border-r px-2 text-ink-2 hover:bg-hover aria-selected:bg-surface aria-selected:text-ink aria-selected:before:absolute aria-selected:before:inset-x-0 aria-selected:before:top-0 aria-selected:before:h-0.5 aria-selected:before:bg-accent ${dragged ? 'opacity-50' : ''}`}
    >
      {drop === null ? null : (
        <span
          aria-hidden="true"
          data-drop={drop}
          className={`absolute inset-y-0 z-10 w-0.5 bg-accent ${drop === 'before' ? 'left-0' : 'right-0'}`}
        />
      )}
      {state === null ? null : <StateMark state={state} label={t(`window.state.${state}`)} />}
      <span className={`min-w-0 max-w-43 grow truncate text-left ${unseen ? 'font-bold' : ''}`}>{title}</span>
      <BellMark session={session} />
      <ProgressLine session={session} />
      {/* A tab may hold no button of its own; this is the mouse's way, the keyboard has Delete and an action. Its room goes before the
          title loses a letter: without it, it lies over the title's end, and only while the pointer is there; where nothing hovers, on the tab on show. */}
      <span data-close-room aria-hidden="true" className="@container relative -ml-1.5 h-4 w-5.5 shrink-[9999]">
        <span
          data-close
          title={t('window.tab.close', { name: title })}
          className="pointer-events-none absolute right-0 rounded-sm bg-canvas p-0.5 opacity-0 hover:bg-pressed group-hover:pointer-events-auto group-hover:bg-hover group-hover:opacity-100 group-aria-selected:bg-surface @min-[20px]:group-aria-selected:pointer-events-auto @min-[20px]:group-aria-selected:opacity-100 [@media(hover:none)]:group-aria-selected:pointer-events-auto [@media(hover:none)]:group-aria-selected:opacity-100"
        >
          <X size={12} strokeWidth={1.75} />
        </span>
      </span>
    </button>
  );
}
