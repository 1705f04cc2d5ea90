import { useEffect, useRef, useState } from 'react';
import type { SessionInfo } from '#shared/contract/index.ts';
import '../../terminal/terminal.css';
import { useServices } from '../../app/services.ts';
import { useCode } from '../../components/part.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { TerminalController } from '../../terminal/terminal-controller.ts';
import { currentTerminal } from '../sessions/session-facts.ts';
import { TerminalMenu } from './terminal-menu.tsx';
import { TerminalOverlays } from './terminal-overlays.tsx';

export interface TerminalPaneProps {
  readonly session: SessionInfo;
  readonly focused: boolean;
  readonly shown: boolean;
  readonly alone: boolean;
}

/** A session's terminal in its pane, as soon as there are terminals. */
export default function TerminalPane(props: TerminalPaneProps) {
  const pool = useCode(useServices().terminals);
  return pool === null ? null : <PlacedTerminal controller={pool.get(props.session.id)} {...props} />;
}

interface PlacedTerminalProps extends TerminalPaneProps {
  readonly controller: TerminalController;
}

// The terminal itself lives in the pool; this gives it a place and tells it where it stands.
function PlacedTerminal({ controller, session, focused, shown, alone }: PlacedTerminalProps) {
  const t = useText();
  const place = useRef<HTMLElement>(null);
  const windowVisible = useDocumentVisible();
  const visible = shown && windowVisible;
  const current = currentTerminal(session);
  const terminal = current?.id ?? null;
  const orphaned = current?.lostHolder !== undefined;

  useEffect(() => {
    if (place.current === null) return;
    controller.mount(place.current);
    return () => controller.unmount();
  }, [controller]);
  useEffect(() => controller.setSituation({ visible, neighbours: !alone }), [controller, visible, alone]);
  useEffect(() => controller.terminalIs(terminal, orphaned), [controller, terminal, orphaned]);
  useEffect(() => {
    if (shown && focused && !busyElsewhere()) controller.focus();
  }, [controller, shown, focused]);

  return (
    <TerminalMenu controller={controller}>
      <div className="absolute inset-0 flex flex-col">
        <section
          ref={place}
          aria-label={t('window.pane.label', { name: session.name })}
          className="relative min-h-0 flex-1 overflow-hidden"
        />
        <TerminalOverlays controller={controller} session={session} />
      </div>
    </TerminalMenu>
  );
}

// A terminal that comes up (its code or its pane was slow) must not take the caret out of an open menu, dialog or field.
function busyElsewhere(): boolean {
  const { activeElement } = document;
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return true;
  return (
    activeElement instanceof HTMLInputElement || (activeElement instanceof HTMLTextAreaElement && activeElement.closest('.xterm') === null)
  );
}

function useDocumentVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const changed = () => setVisible(!document.hidden);
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  return visible;
}
