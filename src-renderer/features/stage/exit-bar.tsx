import type { SessionInfo } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { useText } from '../../i18n/use-text.ts';
import { wasStopped } from '../sessions/session-facts.ts';

export interface ExitBarProps {
  readonly session: SessionInfo;
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  /** The holder over it was killed, and what became of it then. */
  readonly orphaned: { readonly fate: 'survived' | 'gone'; readonly pid: number | undefined } | null;
}

/** Says that (and how) a session's program ended, and starts it again. */
export function ExitBar({ session, exit, orphaned }: ExitBarProps) {
  const t = useText();
  const services = useServices();
  const asked = wasStopped(session);
  const how = orphaned
    ? orphaned.fate === 'gone'
      ? t('window.pane.exit.lost')
      : t('window.pane.exit.survived', { pid: orphaned.pid ?? '?' })
    : asked
      ? t('window.pane.exit.asked')
      : exit?.signal
        ? t('window.pane.exit.signal', { signal: exit.signal })
        : exit?.code === null || exit === null
          ? t('window.pane.exit.unknown')
          : t('window.pane.exit.code', { code: exit.code });
  const bad = orphaned !== null || (!asked && (exit?.signal || (exit?.code ?? 0) !== 0));
  return (
    <div role="status" className="flex min-h-9 shrink-0 items-center gap-2 border-line border-t bg-canvas px-3 py-1">
      <span className={`min-w-0 flex-1 ${bad ? 'text-failed' : 'text-ink-2'}`}>{how}</span>
      <Button size="small" onClick={() => services.commands.restart(session.id)}>
        {t('window.pane.exit.restart')}
      </Button>
    </div>
  );
}
