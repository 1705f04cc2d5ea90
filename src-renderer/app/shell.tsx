import { useEffect } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { useKeys } from '../actions/use-keys.ts';
import { Inspector } from '../features/inspector/inspector.tsx';
import { Announcer } from '../features/sessions/announcer.tsx';
import { needOf } from '../features/sessions/grouping.ts';
import { Sidebar } from '../features/sessions/sidebar.tsx';
import { Stage } from '../features/stage/stage.tsx';
import { useText } from '../i18n/use-text.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { Dialogs } from './dialogs.tsx';
import { Notices } from './notices.tsx';
import { RefusedPage } from './refused-page.tsx';
import { useServices } from './services.ts';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';

const LEAST_SIDEBAR = 180;
const LARGEST_SIDEBAR = 480;
const INSPECTOR = 272;
// Room for 80 columns is wanted, but a window of 960 px with both sides open must still work.
const LEAST_STAGE = 320;
const SEPARATOR = 'w-px bg-line motion-safe:transition-colors hover:bg-accent data-[separator=active]:bg-accent';

/** The frame of the window, or the page that stands in its place when the engine refuses it. */
export function Shell() {
  const services = useServices();
  const phase = useStore(services.link, (state) => state.phase);
  useKeys(services);
  useTitle();
  if (phase.kind === 'refused') return <RefusedPage reason={phase.reason} />;
  return <Frame />;
}

function Frame() {
  const t = useText();
  const { layout } = useServices();
  const view = useStore(layout, (state) => state.view);
  return (
    <div className="flex h-full flex-col">
      <TitleBar />
      <ConnectionBanner />
      <Group
        // Opened and closed sides make another group, so that each begins at the width it is remembered with.
        key={`${view.sidebarOpen} ${view.inspectorOpen}`}
        orientation="horizontal"
        className="min-h-0 flex-1"
      >
        {view.sidebarOpen ? (
          <>
            <Panel
              id="sidebar"
              defaultSize={view.sidebarWidth}
              minSize={LEAST_SIDEBAR}
              maxSize={LARGEST_SIDEBAR}
              groupResizeBehavior="preserve-pixel-size"
              onResize={({ inPixels }, _id, before) => {
                if (before !== undefined && inPixels >= LEAST_SIDEBAR) layout.getState().setView({ sidebarWidth: Math.round(inPixels) });
              }}
            >
              <Sidebar />
            </Panel>
            <Separator aria-label={t('window.pane.resize')} className={SEPARATOR} />
          </>
        ) : null}
        <Panel id="stage" minSize={LEAST_STAGE}>
          <Stage />
        </Panel>
        {view.inspectorOpen ? (
          <>
            <Separator aria-label={t('window.pane.resize')} className={SEPARATOR} />
            <Panel id="inspector" defaultSize={INSPECTOR} minSize={200} maxSize={480} groupResizeBehavior="preserve-pixel-size">
              <Inspector />
            </Panel>
          </>
        ) : null}
      </Group>
      <StatusBar />
      <Dialogs />
      <Notices />
      <Announcer />
    </div>
  );
}

// The browser's tab says it too, for a window that is behind others.
function useTitle(): void {
  const t = useText();
  const { sessions } = useServices();
  const needs = useStore(sessions, (state) => Object.values(state.byId).filter((session) => needOf(session) === 'needs-you').length);
  useEffect(() => {
    document.title = needs === 0 ? t('window.title') : t('window.title.needs', { count: needs });
  }, [needs, t]);
}
