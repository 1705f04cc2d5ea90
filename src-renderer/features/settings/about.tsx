import { Copy } from 'lucide-react';
import { use, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { findingText } from '#shared/messages/finding-text.ts';
import { timeText } from '#shared/messages/time.ts';
import { worstFirst } from '#shared/worst-first.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { laterTexts } from '../../i18n/create-i18n.ts';
import { useReader, useText } from '../../i18n/use-text.ts';
import { DoctorFindings } from './doctor-findings.tsx';
import { useDoctor } from './use-doctor.ts';

/** What runs here and what the doctor finds, in words that can be copied into a report. */
export function About({ checkAtOnce = false }: { readonly checkAtOnce?: boolean }) {
  const t = useText();
  const reader = useReader();
  const { link, notices, texts } = useServices();
  use(laterTexts(texts, reader.language));
  const status = useStore(link, (state) => state.status);
  const [copied, setCopied] = useState(false);
  const { checked, check, repair } = useDoctor();
  useEffect(() => {
    if (checkAtOnce) void check();
  }, [checkAtOnce, check]);
  const facts: readonly (readonly [string, string])[] = [
    ...(status === null
      ? []
      : ([
          [t('window.about.version'), status.version],
          [t('window.about.build'), status.build],
          [
            t('window.about.engine'),
            t('window.about.engine.value', { pid: status.engine.pid, time: timeText(status.engine.startedAt, reader.language) }),
          ],
          [t('window.about.holders'), status.holders.map(({ pid, build }) => t('window.status.holder', { pid, build })).join('\n')],
          [t('window.about.folder'), status.dataFolder],
        ] as const)),
    [t('window.about.browser'), navigator.userAgent],
  ];
  const copy = () => {
    const findings = worstFirst(checked.checks ?? []).map(
      (finding) => `${t(`window.doctor.${finding.ok}`)}: ${findingText(finding, reader)}`,
    );
    navigator.clipboard.writeText([...facts.map(([name, value]) => `${name}: ${value}`), ...findings].join('\n')).then(
      () => setCopied(true),
      () => notices.getState().info('window.notice.clipboard-failed'),
    );
  };
  return (
    <>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 py-2">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="select-text whitespace-pre-wrap break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <DoctorFindings checked={checked} onCheck={() => void check()} onRepair={(finding) => void repair(finding)} />
      <div className="mt-3 flex items-center gap-3">
        <Button size="small" onClick={copy}>
          <Copy size={12} aria-hidden="true" />
          {t('window.about.copy')}
        </Button>
        <span role="status" className="text-ink-2 text-sm">
          {copied ? t('window.copied') : ''}
        </span>
      </div>
    </>
  );
}
