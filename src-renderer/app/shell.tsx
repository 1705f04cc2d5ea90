import { type ReactNode, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { useKeys } from '../actions/use-keys.ts';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { useNarrow } from '../components/narrow.ts';
import { part } from '../components/part.tsx';
import { Inspector } from '../features/inspector/inspector.tsx';
import { Announcer } from '../features/sessions/announcer.tsx';
import { needOf } from '../features/sessions/grouping.ts';
import { Sidebar } from '../features/sessions/sidebar.tsx';
import { Stage } from '../features/stage/stage.tsx';
import { useText } from '../i18n/use-text.ts';
import type { Place } from '../state/layout-store.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { Dialogs } from './dialogs.tsx';
import { Notices } from './notices.tsx';
import { PlaceFailed } from './place-failed.tsx';
import { preloadParts, preloadTerminals } from './preload-parts.ts';
import { Rail } from './rail.tsx';
import { RefusedPage } from './refused-page.tsx';
import { useServices } from './services.ts';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';

const AuditPage = part(async () => (await import('../features/audit/audit-page.tsx')).default, EmptyPlace);
const LogsPage = part(async () => (await import('../features/logs/logs-page.tsx')).default, EmptyPlace);
const SettingsPage = part(async () => (await import('../features/settings/settings-page.tsx')).default, EmptyPlace);
const WelcomePage = part(async () => (await import('../features/welcome/welcome-page.tsx')).default, EmptyPlace);

/** What stands in the place of the stage. */
const PAGES: Readonly<Record<Exclude<Place, 'sessions'>, ReactNode>> = {
  audit: <AuditPage />,
  logs: <LogsPage />,
  settings: <SettingsPage />,
  welcome: <WelcomePage />,
};

/** The frame of the window, or the page that stands in its place when the engine refuses it. */
export function Shell() {
  const services = useServices();
  const phase = useStore(services.link, (state) => state.phase);
  useKeys(services);
  useTitle();
  const open = phase.kind === 'open';
  useEffect(() => preloadTerminals(services.terminals), [services]);
  useEffect(() => {
    if (open) preloadParts();
  }, [open]);
  if (phase.kind === 'refused') return <RefusedPage reason={phase.reason} />;
  return <Frame />;
}

function Frame() {
  const { layout } = useServices();
  const view = useStore(layout, (state) => state.view);
  const place = useStore(layout, (state) => state.place);
  const here = place === 'sessions';
  // What is called for last takes the other's place.
  const narrow = useNarrow();
  return (
    <div className="flex h-full flex-col">
      <TitleBar />
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1">
        <Rail />
        {(here || place === 'welcome') && view.sidebarOpen && !(here && narrow && view.inspectorOpen) ? <Sidebar /> : null}
        <Stage />
        {here && view.inspectorOpen ? <Inspector /> : null}
        {place === 'sessions' ? null : (
          <ErrorBoundary
            key={place}
            fallback={({ error }) => (
              <main className="flex flex-1">
                <PlaceFailed error={error} />
              </main>
            )}
          >
            {/* Texts that are fetched late are waited for within. */}
            <Suspense fallback={<EmptyPlace />}>{PAGES[place]}</Suspense>
          </ErrorBoundary>
        )}
      </div>
      <StatusBar />
      <Dialogs />
      <Notices />
      <Announcer />
    </div>
  );
}

function EmptyPlace() {
  return <main className="flex-1 bg-surface" />;
}

// The browser's tab says it too, for a window that is behind others.
function useTitle(): void {
  const t = useText();
  const { sessions } = useServices();
  const needs = useStore(sessions, (state) => Object.values(state.byId).filter((session) => needOf(session) === 'needs-you').length);
  useEffect(() => {
    document.title = needs === 0 ? t('window.title') : t('window.title.needs', { count: needs });
    // Its drawing is not worth a byte of the first paint.
    import('./favicon.ts').then(
      ({ markIcon }) => markIcon(needs > 0),
      (error: unknown) => reportError(error),
    );
  }, [needs, t]);
}
