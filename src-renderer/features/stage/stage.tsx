import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { useText } from '../../i18n/use-text.ts';
import { EmptyStage } from './empty-stage.tsx';
import { LayoutNodeView } from './layout-node-view.tsx';
import { TabStrip } from './tab-strip.tsx';

/** Tabs, and under them the panes of each; what is out of sight stays drawn, so that coming back costs nothing. */
export function Stage() {
  const t = useText();
  const { layout } = useServices();
  const tabs = useStore(layout, (state) => state.layout.tabs);
  const active = useStore(layout, (state) => state.layout.active);
  const here = useStore(layout, (state) => state.place === 'sessions');
  return (
    <main aria-label={t('window.stage')} hidden={!here} className={here ? 'flex min-w-0 flex-1 flex-col bg-surface' : ''}>
      {tabs.length === 0 ? <EmptyStage /> : <TabStrip />}
      {tabs.map((tab) => (
        <div
          key={tab.id}
          role="tabpanel"
          id={`panel-${tab.id}`}
          aria-labelledby={`tab-${tab.id}`}
          hidden={tab.id !== active}
          className={tab.id === active ? 'relative min-h-0 flex-1' : ''}
        >
          <LayoutNodeView node={tab.root} tab={tab} shown={here && tab.id === active} alone={tab.root.kind === 'pane'} />
        </div>
      ))}
    </main>
  );
}
