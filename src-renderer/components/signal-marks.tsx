import { Bell } from 'lucide-react';
import { useStore } from 'zustand';
import type { SessionId } from '#shared/ids.ts';
import { useServices } from '../app/services.ts';
import { useText } from '../i18n/use-text.ts';

const GROUND = { percent: 'bg-accent', error: 'bg-failed', paused: 'bg-needs-mark', busy: 'bg-accent' } as const;

/** A bell that rang while the person was elsewhere. */
export function BellMark({ session }: { readonly session: SessionId | null }) {
  const t = useText();
  const { signals } = useServices();
  const bell = useStore(signals, (state) => state.of(session).bell);
  return bell ? <Bell size={12} role="img" aria-label={t('window.pane.bell')} className="shrink-0 text-needs" /> : null;
}

/** How far the program of a session says it is: a line at the lower edge of what it is put into. */
export function ProgressLine({ session }: { readonly session: SessionId | null }) {
  const t = useText();
  const { signals } = useServices();
  const progress = useStore(signals, (state) => state.of(session).progress);
  if (progress === null) return null;
  // A line that moves all the time would never let the window rest: what has no length is a full line, and its words say so.
  const percent = progress.kind === 'busy' ? 100 : progress.percent;
  const words = progress.kind === 'busy' ? t('window.pane.progress.busy') : t('window.pane.progress', { percent });
  return (
    <span role="img" aria-label={words} title={words} data-progress className="absolute inset-x-0 bottom-0 h-0.5">
      <span
        className={`block h-full ${GROUND[progress.kind]} ${progress.kind === 'busy' ? 'opacity-50' : ''}`}
        style={{ width: `${percent}%` }}
      />
    </span>
  );
}
