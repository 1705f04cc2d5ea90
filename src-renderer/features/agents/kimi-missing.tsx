import { Suspense, use, useState } from 'react';
import type { AgentInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import { wordsOf } from '#shared/messages/fill.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { laterTexts } from '../../i18n/create-i18n.ts';
import { useReader, useText } from '../../i18n/use-text.ts';
import { LookedPlaces } from './looked-places.tsx';

interface KimiMissingProps {
  readonly kimi: AgentInfo;
  readonly onAgain: () => void;
  /** The terminal that it is installed in is on the stage. */
  readonly onInstalling?: (session: SessionId) => void;
}

/** Says that there is no (usable) kimi and where it was looked for, and leads to the repair: installing it in a terminal, or the setting that names a wrong place. */
export function KimiMissing(props: KimiMissingProps) {
  return (
    // What is around it is of use without these words, too.
    <ErrorBoundary fallback={() => null}>
      <Suspense fallback={null}>
        <Card {...props} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Card({ kimi, onAgain, onInstalling }: KimiMissingProps) {
  const { texts } = useServices();
  const reader = useReader();
  use(laterTexts(texts, reader.language));
  const t = useText();
  const what = whatIsWrong(kimi);
  const title = t(`window.kimi.${what}.title`);
  const problem = kimi.problem === undefined ? '' : wordsOf(kimi.problem, kimi.problemSaid, reader);
  return (
    <section aria-label={title} className="rounded border border-needs-mark bg-needs-ground p-3 text-left">
      <h3 className="font-semibold">{title}</h3>
      <p className="mt-1 break-words text-ink-2">{t(`window.kimi.${what}.body`, { problem })}</p>
      {/* The setting's place is the only one, and stands above. */}
      {what === 'setting' ? null : <LookedPlaces places={kimi.looked} />}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {what === 'setting' ? <OpenSettings /> : <Install onInstalling={onInstalling} />}
        <Button onClick={onAgain}>{t('window.kimi.missing.again')}</Button>
        <span className="text-ink-2 text-sm">{t('window.kimi.missing.shell')}</span>
      </div>
    </section>
  );
}

/** While the setting names a place, no other is looked at: installing kimi would change nothing. */
function whatIsWrong({ problem, source }: AgentInfo): 'missing' | 'problem' | 'setting' {
  if (problem === undefined) return 'missing';
  return source === 'setting' ? 'setting' : 'problem';
}

function OpenSettings() {
  const t = useText();
  const services = useServices();
  const show = () => {
    services.dialogs.getState().close();
    services.openSettings({ section: 'kimi', name: 'kimi.path' });
  };
  return (
    <Button look="primary" onClick={show}>
      {t('window.kimi.setting.open')}
    </Button>
  );
}

function Install({ onInstalling }: { readonly onInstalling: KimiMissingProps['onInstalling'] | undefined }) {
  const t = useText();
  const services = useServices();
  const [busy, setBusy] = useState(false);
  const install = async () => {
    setBusy(true);
    const session = await services.commands.installKimi();
    setBusy(false);
    if (session !== null) onInstalling?.(session);
  };
  return (
    <Button look="primary" disabled={busy} onClick={() => void install()}>
      {t('window.kimi.missing.install')}
    </Button>
  );
}
