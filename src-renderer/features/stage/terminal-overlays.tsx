import { Radio } from 'lucide-react';
import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { SessionInfo } from '#shared/contract/index.ts';
import { PartMissing } from '../../app/part-missing.tsx';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { part } from '../../components/part.tsx';
import { formatBytes } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/use-text.ts';
import type { TerminalController } from '../../terminal/terminal-controller.ts';
import { letterboxed } from '../../terminal/terminal-state.ts';
import { currentTerminal } from '../sessions/session-facts.ts';
import { ExitBar } from './exit-bar.tsx';
import { LinkTip } from './link-tip.tsx';
import { PasteQuestion } from './paste-question.tsx';
import { ProgressLine } from './progress-line.tsx';

const FindBar = part(async () => (await import('./find-bar.tsx')).default);
const FIND_PARTS = [FindBar.code];
// Notes that come and go lie over the terminal: in the flow they would change its size each time, and with it the program's.
const NOTE =
  'absolute right-3 bottom-2 left-auto flex max-w-[calc(100%-24px)] items-center gap-2 rounded border border-line bg-raised px-2 py-1 text-ink-2 text-sm shadow-raised';

/** What stands around a terminal: find, link target, loading, letter-box, lost connection, exit. The bar of an exit takes room of its own, so that it hides no line. */
export function TerminalOverlays({ controller, session }: { readonly controller: TerminalController; readonly session: SessionInfo }) {
  const t = useText();
  const language = useLanguage();
  const services = useServices();
  const engineOpen = useStore(services.link, (state) => state.phase.kind === 'open');
  const state = useStore(controller.store);
  const closeFind = useCallback(() => controller.closeFind(), [controller]);
  const { link, exit, history, sending, hoveredLink } = state;
  const together = useStore(services.layout, (layout) => layout.typedTogether(session.id).length > 0);
  const known = currentTerminal(session);
  const ended = exit ?? known?.exit ?? null;
  const orphaned = known?.lostHolder === undefined ? null : { fate: known.lostHolder, pid: known.pid };
  // Of a program that has ended the last screen is all there will be, with or without a connection.
  const over = orphaned !== null || (ended !== null && state.drawn);
  return (
    <>
      {state.find.open ? (
        <ErrorBoundary fallback={({ error }) => <PartMissing error={error} parts={FIND_PARTS} onClose={closeFind} />}>
          <FindBar controller={controller} />
        </ErrorBoundary>
      ) : null}
      {link.kind === 'attaching' && !state.drawn ? (
        <p className="appear-late pointer-events-none absolute top-2 left-3 text-ink-3">{t('window.pane.attaching')}</p>
      ) : null}
      {hoveredLink === null ? null : <LinkTip link={hoveredLink} />}
      {history === null ? null : (
        <ProgressLine
          {...history}
          text={t('window.pane.history', { done: formatBytes(history.done, language), total: formatBytes(history.total, language) })}
        />
      )}
      {sending === null ? null : (
        <ProgressLine
          {...sending}
          text={t('window.pane.sending', {
            name: sending.name,
            done: formatBytes(sending.done, language),
            total: formatBytes(sending.total, language),
          })}
        />
      )}
      {state.paste === null ? null : <PasteQuestion text={state.paste} onAnswer={(answer) => controller.answerPaste(answer)} />}
      {together && ended === null ? (
        <p className={NOTE}>
          <Radio size={12} aria-hidden="true" className="shrink-0" />
          <span className="min-w-0">{t('window.pane.broadcast')}</span>
        </p>
      ) : null}
      {link.kind === 'refused' ? (
        <div className="flex max-h-full shrink-0 flex-col items-start gap-2 overflow-auto border-line border-t bg-canvas p-3">
          {/* The session is there, so what is missing is what it printed. */}
          {link.error.code === 'NOT_FOUND' ? (
            <p role="status" className="max-w-prose">
              {t('window.pane.no-recording')}
            </p>
          ) : (
            <ErrorNotice error={link.error} />
          )}
          <Button size="small" onClick={() => controller.again()}>
            {t('window.retry')}
          </Button>
        </div>
      ) : null}
      {!over && (link.kind === 'lost' || (link.kind === 'attaching' && state.drawn)) ? (
        // Above the bar of an exit that is known before its last screen is there: that one's button is the one to press.
        <div role="status" className={`${NOTE} ${ended === null ? '' : 'mb-9'} ${link.kind === 'attaching' ? 'appear-late' : ''}`}>
          <span className="min-w-0 flex-1">{t('window.pane.lost')}</span>
          {engineOpen && link.kind === 'lost' ? (
            <Button size="small" look="quiet" onClick={() => controller.again()}>
              {t('window.retry')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {letterboxed(state) && link.kind === 'attached' && ended === null && orphaned === null ? (
        <div role="status" className={NOTE}>
          <span className="min-w-0 flex-1">{t('window.pane.letterbox', { ...state.size })}</span>
          <Button size="small" look="quiet" onClick={() => controller.focusAndClaim()}>
            {t('window.pane.letterbox.take')}
          </Button>
        </div>
      ) : null}
      {ended !== null || orphaned !== null ? <ExitBar session={session} exit={ended} orphaned={orphaned} /> : null}
    </>
  );
}
