import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useAge } from '../components/age.tsx';
import { Button } from '../components/button.tsx';
import { useText } from '../i18n/use-text.ts';
import { onWallClock, pageNow } from '../rpc/page-clock.ts';
import { useServices } from './services.ts';

/** Says that the engine is gone, how old is what is shown, and when it is tried again. Nothing while all is well. */
export function ConnectionBanner() {
  const { link } = useServices();
  const phase = useStore(link, (state) => state.phase);
  // The very first connecting is not a loss.
  const retrying = phase.kind === 'connecting' && phase.attempt > 0;
  if (phase.kind !== 'lost' && phase.kind !== 'crowded' && !retrying) return null;
  return <Banner crowded={phase.kind === 'crowded'} since={phase.since} retryAt={phase.kind === 'connecting' ? null : phase.retryAt} />;
}

interface BannerProps {
  readonly crowded: boolean;
  /** When the engine went, by `pageNow`. Until then it told every change, so this is the age of what is shown. */
  readonly since: number;
  readonly retryAt: number | null;
}

function Banner({ crowded, since, retryAt }: BannerProps) {
  const t = useText();
  const services = useServices();
  const loaded = useStore(services.sessions, (state) => state.loaded);
  return (
    <section
      aria-label={t('window.banner')}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-3 border-needs-mark border-b bg-needs-ground px-3 py-1"
    >
      <p className="min-w-0 flex-1">
        <span role="status" className="font-semibold">
          {t(crowded ? 'window.banner.crowded' : 'window.banner.lost')}
        </span>
        {loaded ? <ShownAge since={since} /> : null}
      </p>
      {retryAt === null ? <span className="text-ink-2">{t('window.banner.retrying')}</span> : <Countdown to={retryAt} />}
      <Button size="small" onClick={() => services.connection.open()}>
        {t('window.banner.retry')}
      </Button>
    </section>
  );
}

function ShownAge({ since }: { readonly since: number }) {
  const t = useText();
  return <span className="ml-2 text-ink-2">{t('window.banner.lost.age', { age: useAge(onWallClock(since)) })}</span>;
}

function Countdown({ to }: { readonly to: number }) {
  const t = useText();
  const [now, setNow] = useState(pageNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(pageNow()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <span className="text-ink-2">{t('window.banner.retry-in', { seconds: Math.max(0, Math.ceil((to - now) / 1_000)) })}</span>;
}
