import { useStore } from 'zustand';
import type { SessionStateName } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import { useServices } from '../../app/services.ts';
import { useText } from '../../i18n/use-text.ts';
import { panesOf, type Tab } from '../../state/layout-tree.ts';

/** What a tab is called: its focused pane's session, and how many panes it has in all. */
export function useTabTitle(tab: Tab | undefined): {
  readonly title: string;
  readonly state: SessionStateName | null;
  readonly unseen: boolean;
  readonly session: SessionId | null;
} {
  const t = useText();
  const { sessions } = useServices();
  const panes = tab === undefined ? [] : panesOf(tab.root);
  const shown = panes.find((pane) => pane.id === tab?.focused && pane.session !== null) ?? panes.find((pane) => pane.session !== null);
  const session = useStore(sessions, (state) => (shown?.session ? state.byId[shown.session] : undefined));
  const name = session?.name ?? t('window.tab.empty');
  return {
    title: panes.length > 1 ? t('window.tab.more', { name, count: panes.length - 1 }) : name,
    state: session?.state ?? null,
    unseen: session?.unseen ?? false,
    session: session?.id ?? null,
  };
}
