import { useStore } from 'zustand';
import { PlaceFailed } from '../../app/place-failed.tsx';
import { useServices } from '../../app/services.ts';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { part } from '../../components/part.tsx';
import { SideHandle } from '../../components/side-handle.tsx';
import { useText } from '../../i18n/use-text.ts';
import { focusedPane } from '../../state/layout-tree.ts';

const AboutSession = part(async () => (await import('./about-session.tsx')).default);

function fetchAnew(again: () => void): void {
  AboutSession.code.forgetFailure();
  again();
}

const LEAST = 200;
const MOST = 480;

/** Why the focused session is in its state, and what it is. */
export function Inspector() {
  const t = useText();
  const services = useServices();
  const view = useStore(services.layout, (state) => state.view);
  const id = useStore(services.layout, (state) => focusedPane(state.layout)?.session ?? null);
  const session = useStore(services.sessions, (state) => (id === null ? undefined : state.byId[id]));
  return (
    <aside
      aria-label={t('window.inspector')}
      style={{ width: view.inspectorWidth }}
      className="relative flex max-w-[40%] shrink-0 flex-col border-line border-l bg-canvas"
    >
      <SideHandle
        label={t('window.inspector.width')}
        width={view.inspectorWidth}
        least={LEAST}
        most={MOST}
        side="left"
        onWidth={(inspectorWidth) => services.layout.getState().setView({ inspectorWidth })}
      />
      <h2 className="flex h-8 shrink-0 items-center px-3 font-semibold">{t('window.inspector')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div data-inspector tabIndex={0} className="min-h-0 flex-1 overflow-y-auto pb-3">
        {session === undefined ? (
          <p className="px-3 text-ink-2">{t('window.inspector.none')}</p>
        ) : (
          <ErrorBoundary fallback={({ error }, again) => <PlaceFailed error={error} onAgain={() => fetchAnew(again)} />}>
            <AboutSession session={session} />
          </ErrorBoundary>
        )}
      </div>
    </aside>
  );
}
