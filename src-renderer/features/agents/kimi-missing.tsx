import { useState } from 'react';
import type { AgentInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import { wordsOf } from '#shared/messages/fill.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { useReader, useText } from '../../i18n/use-text.ts';

/** Says that there is no (usable) kimi, where it was looked for, and installs it on a click, in a terminal. */
export function KimiMissing({
  kimi,
  onAgain,
  onInstalling,
}: {
  readonly kimi: AgentInfo;
  readonly onAgain: () => void;
  /** The terminal that it is installed in is on the stage. */
  readonly onInstalling?: (session: SessionId) => void;
}) {
  const t = useText();
  const reader = useReader();
  const services = useServices();
  const [busy, setBusy] = useState(false);
  const install = async () => {
    setBusy(true);
    const session = await services.commands.installKimi();
    setBusy(false);
    if (session !== null) onInstalling?.(session);
  };
  return (
    <section aria-label={t('window.kimi.missing.title')} className="rounded border border-needs-mark bg-needs-ground p-3 text-left">
      <h3 className="font-semibold">{t('window.kimi.missing.title')}</h3>
      <p className="mt-1 text-ink-2">
        {kimi.problem === undefined
          ? t('window.kimi.missing.body')
          : t('window.kimi.missing.problem', { problem: wordsOf(kimi.problem, kimi.problemSaid, reader) })}
      </p>
      {kimi.looked.length === 0 ? null : (
        <details className="mt-1 text-ink-2 text-sm">
          <summary className="cursor-default">{t('window.kimi.missing.looked')}</summary>
          <ul className="max-h-32 overflow-auto py-1 font-mono text-xs">
            {kimi.looked.map((place) => (
              <li key={place} className="break-all">
                {place}
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button look="primary" disabled={busy} onClick={() => void install()}>
          {t('window.kimi.missing.install')}
        </Button>
        <Button onClick={onAgain}>{t('window.kimi.missing.again')}</Button>
        <span className="text-ink-2 text-sm">{t('window.kimi.missing.shell')}</span>
      </div>
    </section>
  );
}
