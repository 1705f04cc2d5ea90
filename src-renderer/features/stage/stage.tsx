import { useStore } from 'zustand';
import { PlaceFailed } from '../../app/place-failed.tsx';
import { useServices } from '../../app/services.ts';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { part } from '../../components/part.tsx';
import { useText } from '../../i18n/use-text.ts';
import { EmptyStage } from './empty-stage.tsx';
import { TabStrip } from './tab-strip.tsx';

// Panes and what they are dragged with: an empty window begins without them.
const LayoutNodeView = part(async () => (await import('./layout-node-view.tsx')).default);

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
          <ErrorBoundary fallback={({ error }) => <PlaceFailed error={error} />}>
            <LayoutNodeView node={tab.root} tab={tab} shown={here && tab.id === active} alone={tab.root.kind === 'pane'} />
          </ErrorBoundary>
        </div>
      ))}
    </main>
  );
}
