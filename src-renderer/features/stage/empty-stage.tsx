import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { actionOf } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { ActionKey } from '../../components/key-caps.tsx';
import { part } from '../../components/part.tsx';
import { useText } from '../../i18n/use-text.ts';
import { useAgents } from '../agents/use-agents.ts';

const KimiMissing = part(async () => (await import('../agents/kimi-missing.tsx')).KimiMissing);
const NEW = actionOf('session.new');

/** What the stage says while nothing is open: what it is for, and the first thing to do. */
export function EmptyStage() {
  const t = useText();
  const services = useServices();
  const loaded = useStore(services.sessions, (state) => state.loaded);
  const first = useStore(services.sessions, (state) => Object.keys(state.byId).length === 0);
  const { kimi, refresh } = useAgents();
  const begin = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Nothing else has the keyboard's focus when a window opens, or when the last pane has closed.
    if (loaded && document.activeElement === document.body) begin.current?.focus();
  }, [loaded]);
  if (!loaded) {
    return (
      <div className="grid flex-1 place-items-center">
        <p className="appear-late text-ink-3">{t('window.sessions.loading')}</p>
      </div>
    );
  }
  return (
    <div data-empty-stage className="grid flex-1 place-items-center overflow-auto p-6">
      <div className="flex max-w-md flex-col items-center gap-3 text-center">
        <h2 className="font-semibold text-lg">{t(first ? 'window.stage.first.title' : 'window.stage.none.title')}</h2>
        <p className="text-ink-2">{t(first ? 'window.stage.first.body' : 'window.stage.none.body')}</p>
        <div className="flex items-center gap-2">
          <Button ref={begin} look="primary" onClick={() => NEW.run(services)}>
            {t('window.sessions.new')}
          </Button>
          <ActionKey action={NEW} />
        </div>
        {kimi !== null && !kimi.found ? (
          <div className="mt-3">
            {/* A window without these words is better than none. */}
            <ErrorBoundary fallback={() => null}>
              <KimiMissing kimi={kimi} onAgain={refresh} />
            </ErrorBoundary>
          </div>
        ) : null}
      </div>
    </div>
  );
}
