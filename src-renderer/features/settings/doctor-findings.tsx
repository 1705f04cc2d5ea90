import { CircleAlert, CircleCheck, CircleX, type LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { withoutTexts } from '#shared/degradation.ts';
import { findingText } from '#shared/messages/finding-text.ts';
import { problemLines } from '#shared/settings-problem-lines.ts';
import { problemGroups } from '#shared/settings-problems.ts';
import { worstFirst } from '#shared/worst-first.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useReader, useText } from '../../i18n/use-text.ts';
import { LookedPlaces } from '../agents/looked-places.tsx';
import { ProblemList } from './problem-list.tsx';
import type { Checked, DoctorCheck } from './use-doctor.ts';

const MARK: Record<DoctorCheck['ok'], readonly [LucideIcon, string]> = {
  ok: [CircleCheck, 'text-done'],
  warning: [CircleAlert, 'text-needs'],
  failed: [CircleX, 'text-failed'],
};

export interface DoctorFindingsProps {
  readonly checked: Checked;
  readonly onCheck: () => void;
  readonly onRepair: (check: DoctorCheck) => void;
}

/** What the doctor finds on this machine, each with what to do about it: the same checks as `kimi-shell doctor`. */
export function DoctorFindings({ checked, onCheck, onRepair }: DoctorFindingsProps) {
  const t = useText();
  const reader = useReader();
  const { link } = useServices();
  const open = useStore(link, (state) => state.phase.kind === 'open');
  const { checks, busy, repairing, error } = checked;
  const again = useRef<HTMLButtonElement>(null);
  const repaired = useRef(repairing);
  useEffect(() => {
    // What was pressed is gone with what it repaired; the page, or the dialog around it, got the focus then.
    const nowhere = document.activeElement?.matches('button, input, select, textarea, a, [tabindex="0"]') !== true;
    if (repaired.current !== null && repairing === null && nowhere) again.current?.focus();
    repaired.current = repairing;
  }, [repairing]);
  return (
    <section aria-labelledby="doctor-title" className="mt-4">
      <h3 id="doctor-title" className="font-semibold">
        {t('window.doctor')}
      </h3>
      <p className="py-1 text-ink-2 text-sm">{t('window.doctor.about')}</p>
      {error === null ? null : <ErrorNotice error={error} />}
      {checks === null ? null : (
        <ul className="flex flex-col gap-1 py-1">
          {worstFirst(checks).map((check) => (
            <FindingRow key={check.id} check={check}>
              {check.remedy === undefined ? null : (
                <span className="flex flex-wrap items-center gap-2 py-1">
                  <span className="text-ink-2 text-sm">{findingText(check.remedy, reader)}</span>
                  <Button
                    size="small"
                    disabled={!open}
                    aria-disabled={repairing !== null}
                    aria-label={t('window.doctor.repair.of', { what: findingText(check.remedy, reader) })}
                    onClick={repairing === null ? () => onRepair(check) : undefined}
                  >
                    {t(repairing === check.id ? 'window.doctor.repairing' : 'window.doctor.repair')}
                  </Button>
                </span>
              )}
            </FindingRow>
          ))}
        </ul>
      )}
      <div className="flex items-center gap-3 py-1">
        <Button ref={again} size="small" disabled={!open} aria-disabled={busy} onClick={busy ? undefined : onCheck}>
          {t(checks === null ? 'window.doctor.check' : 'window.doctor.again')}
        </Button>
        <span role="status" className="text-ink-2 text-sm">
          {busy ? <span className="appear-late">{t('window.doctor.busy')}</span> : null}
        </span>
      </div>
    </section>
  );
}

/** A finding with what goes on without the part that is missing, and below it what repairs it. */
function FindingRow({ check, children }: { readonly check: DoctorCheck; readonly children: ReactNode }) {
  const t = useText();
  const [Mark, colour] = MARK[check.ok];
  return (
    <li className="flex gap-2">
      <Mark size={14} strokeWidth={1.75} role="img" aria-label={t(`window.doctor.${check.ok}`)} className={`mt-0.5 shrink-0 ${colour}`} />
      <div className="min-w-0 select-text break-words">
        <FindingWords check={check} />
        {withoutTexts(check, t).map((line) => (
          <span key={line} className="block text-ink-2 text-sm">
            {line}
          </span>
        ))}
        {children}
      </div>
    </li>
  );
}

/** A finding in words. What it lists stands below it where that is long: somebody who reads the findings goes from one to the next. */
function FindingWords({ check }: { readonly check: DoctorCheck }) {
  const reader = useReader();
  const { message, values } = check;
  if (message === 'doctor.settings.problem') return <ProblemList groups={problemLines(problemGroups(values), reader)} />;
  const { looked, ...rest } = values;
  if (message !== 'doctor.kimi.missing' || !Array.isArray(looked)) return findingText(check, reader);
  return (
    <>
      {findingText({ message, values: rest }, reader)}
      <LookedPlaces places={looked.map(String)} />
    </>
  );
}
