import { SplitSquareHorizontal, SplitSquareVertical } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { actionOf } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { ActionButton } from '../../components/icon-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import { TabButton } from './tab-button.tsx';
import { useStripDrop } from './use-strip-drop.ts';

const RIGHT = actionOf('pane.split-right');
const DOWN = actionOf('pane.split-down');

/** The open tabs; arrow keys move between them, Delete closes one. Of more than there is room for, the one on show is in sight, and the wheel goes to the others. */
export function TabStrip() {
  const t = useText();
  const services = useServices();
  const tabs = useStore(services.layout, (state) => state.layout.tabs);
  const active = useStore(services.layout, (state) => state.layout.active);
  const list = useRef<HTMLDivElement>(null);
  const place = useStripDrop(list);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a tab that comes or goes before the one on show moves it
  useEffect(() => {
    const strip = list.current;
    if (active === null || strip === null) return;
    // Heard at once, and whenever the strip has another width: of the window, or beside an inspector that opens.
    const sizes = new ResizeObserver(() => {
      strip.querySelector(`#tab-${CSS.escape(active)}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
    sizes.observe(strip);
    return () => sizes.disconnect();
  }, [active, tabs]);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === active);
    const last = tabs.length - 1;
    const moves: Record<string, number> = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last };
    const to = tabs[moves[event.key] ?? -1];
    if (to !== undefined) {
      services.layout.getState().showTab(to.id);
      list.current?.querySelector<HTMLElement>(`#tab-${CSS.escape(to.id)}`)?.focus();
    } else if (event.key === 'Delete' && active !== null) services.layout.getState().closeTab(active);
    else if ((event.key === 'Enter' || event.key === ' ') && active !== null) services.focusStage();
    else return;
    event.preventDefault();
  };

  return (
    <div className="flex h-8 shrink-0 items-stretch border-line border-b bg-canvas">
      <div
        ref={list}
        role="tablist"
        tabIndex={-1}
        aria-label={t('window.stage.tabs')}
        onKeyDown={onKeyDown}
        onWheel={({ deltaX, deltaY, shiftKey, currentTarget }) => {
          // A mouse has one wheel, and the strip one direction; with Shift, and on a touchpad, the browser does it.
          if (deltaX === 0 && !shiftKey) currentTarget.scrollLeft += deltaY;
        }}
        className="flex min-w-0 flex-1 items-stretch overflow-x-auto [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <TabButton key={tab.id} tab={tab} active={tab.id === active} drop={place?.tab === tab.id ? place.side : null} />
        ))}
      </div>
      <div className="flex items-center gap-0.5 px-1.5">
        <ActionButton icon={SplitSquareHorizontal} label={t('window.pane.split-right')} action={RIGHT} />
        <ActionButton icon={SplitSquareVertical} label={t('window.pane.split-down')} action={DOWN} />
      </div>
    </div>
  );
}
