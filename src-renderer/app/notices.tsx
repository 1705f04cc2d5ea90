import { X } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { errorText } from '#shared/messages/error-text.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { useNarrow } from '../components/narrow.ts';
import { useReader, useText } from '../i18n/use-text.ts';
import type { Notice } from '../state/notices-store.ts';
import { useServices } from './services.ts';

/** Long enough to read one sentence twice; notices with a button stay until they are closed. */
const INFO_MS = 6_000;
/** What failed, why and what to do are forty words at most; the slowest readers read two of them a second, and look up first. */
const ERROR_MS = 30_000;

/**
 * What the window has to say outside of any place: cards in the corner that hides least; in a narrow window, where every corner hides
 * something, one line over the status bar.
 */
export function Notices() {
  const t = useText();
  const services = useServices();
  const narrow = useNarrow();
  const notices = useStore(services.notices, (state) => state.notices);
  const section = useRef<HTMLElement>(null);
  const close = (id: number) => {
    const held = section.current?.contains(document.activeElement) === true;
    services.notices.getState().close(id);
    // A button that goes away takes the caret with it; people were working in the place that is shown.
    if (held) services.focusPlace();
  };
  return (
    <section
      ref={section}
      aria-label={t('window.notices')}
      aria-live="polite"
      className={`pointer-events-none fixed z-40 flex flex-col ${narrow ? 'inset-x-0 bottom-0' : 'right-3 bottom-16 w-80 gap-2'}`}
    >
      {/* The others are said when the newest is over. */}
      {(narrow ? notices.slice(-1) : notices).map((notice) => (
        <NoticeCard key={notice.id} notice={notice} narrow={narrow} onClose={() => close(notice.id)} />
      ))}
    </section>
  );
}

interface NoticeCardProps {
  readonly notice: Notice;
  readonly narrow: boolean;
  readonly onClose: () => void;
}

/** One notice: a card, or a line in a narrow window. */
export function NoticeCard({ notice, narrow, onClose }: NoticeCardProps) {
  const t = useText();
  const error = notice.kind === 'error';
  const { times } = notice;
  const [held, setHeld] = useState(false);
  const seen = useSeen();
  const end = useEffectEvent(onClose);
  // Nobody reads an error in a window that they do not look at.
  const passing = error ? seen && !held : notice.action === undefined && !held;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once more, it stands as long again
  useEffect(() => {
    if (!passing) return;
    const timer = setTimeout(() => end(), error ? ERROR_MS : INFO_MS);
    return () => clearTimeout(timer);
  }, [passing, error, times]);
  const close = <IconButton icon={X} label={t('window.close')} onClick={onClose} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that somebody is at it, which keeps it
    <div
      className={`appear pointer-events-auto ${narrow ? '' : 'shadow-raised'}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={({ currentTarget }) => setHeld(currentTarget.contains(document.activeElement))}
      onFocus={() => setHeld(true)}
      onBlur={({ currentTarget, relatedTarget }) => setHeld(currentTarget.matches(':hover') || currentTarget.contains(relatedTarget))}
    >
      {notice.kind === 'info' ? (
        <Info notice={notice} narrow={narrow} onClose={onClose} close={close} />
      ) : narrow ? (
        <ErrorLine notice={notice} close={close} />
      ) : (
        <ErrorNotice error={notice.error} close={close} />
      )}
    </div>
  );
}

interface InfoProps extends NoticeCardProps {
  readonly notice: Extract<Notice, { kind: 'info' }>;
  readonly close: ReactNode;
}

function Info({ notice, narrow, onClose, close }: InfoProps) {
  const t = useText();
  const { action } = notice;
  const frame = narrow ? 'min-h-6 items-center border-t' : 'items-start rounded border py-1.5';
  return (
    <div className={`flex gap-2 border-line bg-raised pr-1 pl-3 ${frame}`}>
      <p className={`min-w-0 flex-1 break-words ${narrow ? '' : 'py-0.5'}`}>{t(notice.key, notice.values)}</p>
      {action === undefined ? null : (
        <Button
          size="small"
          onClick={() => {
            action.run();
            onClose();
          }}
        >
          {t(action.label)}
        </Button>
      )}
      {close}
    </div>
  );
}

/** An error in one line, as high as the status bar below it; all of it stands above the line for who asks. */
function ErrorLine({ notice: { error }, close }: { readonly notice: Extract<Notice, { kind: 'error' }>; readonly close: ReactNode }) {
  const t = useText();
  const { what, why, todo } = errorText(error, useReader());
  const [whole, setWhole] = useState(false);
  return (
    <>
      {whole ? (
        <div className="max-h-[60vh] overflow-y-auto p-2">
          <ErrorNotice error={error} />
        </div>
      ) : null}
      <div role="alert" className="flex h-6 items-center gap-2 border-failed border-t bg-failed-ground pr-1 pl-3 text-ink">
        <p className="min-w-0 flex-1 truncate text-sm">
          <span className="font-semibold">{what}</span> {why} {todo}
        </p>
        <button
          type="button"
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
          className="h-full shrink-0 rounded px-2 text-ink-2 text-sm hover:text-ink"
        >
          {t('window.details')}
        </button>
        {close}
      </div>
    </>
  );
}

/** Whether the window has the keyboard, so that somebody is likely to look at it. */
function useSeen(): boolean {
  const [seen, setSeen] = useState(() => document.hasFocus());
  useEffect(() => {
    const look = () => setSeen(document.hasFocus());
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    return () => {
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
    };
  }, []);
  return seen;
}
