import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { useText } from '../i18n/use-text.ts';
import type { Notice } from '../state/notices-store.ts';
import { useServices } from './services.ts';

// Long enough to read one sentence twice; errors and notices with a button stay until they are closed.
const SHOWN_MS = 6_000;

/** What the window has to say outside of any place, in the corner that hides least. */
export function Notices() {
  const t = useText();
  const services = useServices();
  const notices = useStore(services.notices, (state) => state.notices);
  const section = useRef<HTMLElement>(null);
  const close = (id: number) => {
    const held = section.current?.contains(document.activeElement) === true;
    services.notices.getState().close(id);
    // A button that goes away takes the caret with it; people were working in the stage.
    if (held) services.focusStage();
  };
  return (
    <section
      ref={section}
      aria-label={t('window.notices')}
      aria-live="polite"
      className="pointer-events-none fixed right-3 bottom-16 z-40 flex w-80 flex-col gap-2"
    >
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} onClose={() => close(notice.id)} />
      ))}
    </section>
  );
}

function NoticeCard({ notice, onClose }: { readonly notice: Notice; readonly onClose: () => void }) {
  const t = useText();
  const passing = notice.kind === 'info' && notice.action === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time runs from when it was first shown
  useEffect(() => {
    if (!passing) return;
    const timer = setTimeout(onClose, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [passing]);
  const close = <IconButton icon={X} label={t('window.close')} onClick={onClose} />;
  if (notice.kind === 'error') {
    return (
      <div className="appear pointer-events-auto relative shadow-raised">
        <ErrorNotice error={notice.error} />
        <div className="absolute top-1 right-1">{close}</div>
      </div>
    );
  }
  const { action } = notice;
  return (
    <div className="appear pointer-events-auto flex items-start gap-2 rounded border border-line bg-raised py-1.5 pr-1 pl-3 shadow-raised">
      <p className="min-w-0 flex-1 break-words py-0.5">{t(notice.key, notice.values)}</p>
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
