import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import type { AuditVerdictName } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { saveFile } from '../../components/save-file.ts';
import { useText } from '../../i18n/use-text.ts';
import { toKimiError } from '../../rpc/client.ts';
import { exportLog } from './export-log.ts';
import type { AuditQuery } from './query.ts';

/** What verifying found. */
export interface Verdict {
  readonly verdict: AuditVerdictName;
  readonly at: number | null;
  readonly entries: number;
}

/** The last thing that was done with the log as a whole, and what came of it. */
export type AuditTask =
  | { readonly kind: 'none' }
  | { readonly kind: 'verifying' }
  | { readonly kind: 'verified'; readonly verdict: Verdict }
  | { readonly kind: 'exporting' | 'exported'; readonly count: number }
  | { readonly kind: 'failed'; readonly error: KimiError };

/** Verifying and exporting the log; one at a time. */
export function useAuditTasks() {
  const services = useServices();
  const [task, setTask] = useState<AuditTask>({ kind: 'none' });
  const busy = task.kind === 'verifying' || task.kind === 'exporting';
  const run = async (begin: AuditTask, work: () => Promise<AuditTask>) => {
    if (busy) return;
    setTask(begin);
    try {
      setTask(await work());
    } catch (thrown) {
      setTask({ kind: 'failed', error: toKimiError(thrown) });
    }
  };
  return {
    task,
    busy,
    verify: () => run({ kind: 'verifying' }, async () => ({ kind: 'verified', verdict: await services.client.audit.verify({}) })),
    exportAll: (query: AuditQuery) =>
      run({ kind: 'exporting', count: 0 }, async () => {
        let count = 0;
        const file = await exportLog(services.client, query, (read) => {
          count = read;
          setTask({ kind: 'exporting', count });
        });
        saveFile(`kimi-shell-audit-${new Date().toISOString().slice(0, 10)}.jsonl`, file);
        return { kind: 'exported', count };
      }),
  };
}

export interface AuditTaskButtonsProps {
  readonly busy: boolean;
  readonly open: boolean;
  readonly onVerify: () => void;
  readonly onExport: () => void;
}

/** What can be done with the audit log as a whole: having it checked, and taking it away as a file. */
export function AuditTaskButtons({ busy, open, onVerify, onExport }: AuditTaskButtonsProps) {
  const t = useText();
  return (
    <>
      <Button disabled={!open} aria-disabled={busy} onClick={onVerify}>
        {t('window.audit.verify')}
      </Button>
      <Button disabled={!open} aria-disabled={busy} onClick={onExport}>
        {t('window.audit.export')}
      </Button>
    </>
  );
}

/** What is being done with the log, or was found. */
export function AuditTaskSaid({ task }: { readonly task: AuditTask }) {
  const t = useText();
  if (task.kind === 'failed') return <ErrorNotice error={task.error} />;
  return (
    <div role="status" className="text-sm empty:hidden">
      {task.kind === 'verifying' ? <p className="appear-late text-ink-2">{t('window.audit.verify.busy')}</p> : null}
      {task.kind === 'exporting' ? <p className="appear-late text-ink-2">{t('window.audit.export.busy', { count: task.count })}</p> : null}
      {task.kind === 'exported' ? <p className="text-ink-2">{t('window.audit.export.done', { count: task.count })}</p> : null}
      {task.kind === 'verified' ? <VerdictSaid {...task.verdict} /> : null}
    </div>
  );
}

function VerdictSaid({ verdict, at, entries }: Verdict) {
  const t = useText();
  if (verdict === 'intact') {
    return (
      <p className="flex items-start gap-2">
        <CircleCheck size={14} strokeWidth={1.75} aria-hidden="true" className="mt-0.5 shrink-0 text-done" />
        <span className="min-w-0 break-words">{t('audit.verdict.intact', { count: entries })}</span>
      </p>
    );
  }
  return (
    <div className="flex items-start gap-2 rounded border border-failed bg-failed-ground px-3 py-2">
      <CircleX size={14} strokeWidth={1.75} aria-hidden="true" className="mt-0.5 shrink-0 text-failed" />
      <div className="min-w-0 break-words">
        <p className="font-semibold">{t(`audit.verdict.${verdict}`, { at: at ?? 0 })}</p>
        <p>{t('window.audit.verify.keep')}</p>
      </div>
    </div>
  );
}
