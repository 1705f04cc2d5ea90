import { Logs, type LucideIcon, ScrollText, Settings, SquareTerminal } from 'lucide-react';
import { useStore } from 'zustand';
import { type Action, actionOf } from '../actions/actions.ts';
import { ActionButton } from '../components/icon-button.tsx';
import { useText } from '../i18n/use-text.ts';
import type { Place } from '../state/layout-store.ts';
import { useServices } from './services.ts';

/** The places, in their order; what is looked at now and then stands at the foot. */
const TOP: readonly Entry[] = [{ place: 'sessions', icon: SquareTerminal, action: actionOf('focus.terminal') }];
const FOOT: readonly Entry[] = [
  { place: 'audit', icon: ScrollText, action: actionOf('view.audit') },
  { place: 'logs', icon: Logs, action: actionOf('view.logs') },
  { place: 'settings', icon: Settings, action: actionOf('view.settings') },
];

interface Entry {
  readonly place: Place;
  readonly icon: LucideIcon;
  readonly action: Action;
}

/** The way between the places of the window. */
export function Rail() {
  const t = useText();
  return (
    <nav aria-label={t('window.rail')} className="flex w-10 shrink-0 flex-col items-center gap-1 border-line border-r bg-canvas py-1.5">
      {TOP.map((entry) => (
        <RailButton key={entry.place} {...entry} />
      ))}
      <span className="flex-1" />
      {FOOT.map((entry) => (
        <RailButton key={entry.place} {...entry} />
      ))}
    </nav>
  );
}

function RailButton({ place, icon, action }: Entry) {
  const t = useText();
  const { layout } = useServices();
  const current = useStore(layout, (state) => state.place === place);
  return (
    <ActionButton
      action={action}
      icon={icon}
      label={t(`window.place.${place}`)}
      aria-current={current ? 'page' : undefined}
      className="size-8! aria-[current=page]:bg-selected aria-[current=page]:text-ink"
    />
  );
}
