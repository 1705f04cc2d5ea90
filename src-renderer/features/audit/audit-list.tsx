import { Ban, CircleCheck, CircleX, type LucideIcon } from 'lucide-react';
import { useStore } from 'zustand';
import type { AuditEntry } from '#shared/contract/index.ts';
import { useServices } from '../../app/services.ts';
import { Age } from '../../components/age.tsx';
import { RowList } from '../../components/row-list.tsx';
import { useText } from '../../i18n/use-text.ts';
import { resultText, whereText, whoText } from './entry-words.ts';

/** Older entries are fetched when so few rows are left below. */
const AHEAD = 40;

export interface AuditListProps {
  readonly entries: readonly AuditEntry[];
  /** Number of the entry whose details are shown. */
  readonly selected: number | null;
  readonly onSelect: (seq: number | null) => void;
  /** The end is near. */
  readonly onOlder: () => void;
}

const keyOf = ({ seq }: AuditEntry) => seq;

/** The entries of the audit log, one a row. */
export function AuditList({ entries, ...list }: AuditListProps) {
  const t = useText();
  const { sessions } = useServices();
  const byId = useStore(sessions, (state) => state.byId);
  const nameOf = (session: string) => Object.values(byId).find(({ id }) => id === session)?.name;
  const draw = (entry: AuditEntry) => (
    <>
      <span className="w-10 shrink-0">
        <Age since={entry.at} />
      </span>
      <Cell text={whoText(entry, t, nameOf)} className="w-28 shrink-0 text-ink-2 max-[719px]:hidden" />
      <Cell text={entry.procedure} className="w-44 shrink-0 font-mono text-sm max-[719px]:w-36" />
      <Cell text={whereText(entry)} className="min-w-0 flex-1 text-ink-2 text-sm" />
      <Outcome entry={entry} text={resultText(entry, t)} />
    </>
  );
  return <RowList label={t('window.audit.list')} rows={entries} keyOf={keyOf} ahead={AHEAD} draw={draw} {...list} />;
}

function Cell({ text, className }: { readonly text: string; readonly className: string }) {
  return (
    <span title={text} className={`truncate ${className}`}>
      {text}
    </span>
  );
}

function Outcome({ entry, text }: { readonly entry: AuditEntry; readonly text: string }) {
  const [Mark, colour] = markOf(entry);
  return (
    <span className="flex w-48 min-w-0 shrink-0 items-center gap-1.5 max-[719px]:w-28">
      <Mark size={14} strokeWidth={1.75} aria-hidden="true" className={`shrink-0 ${colour}`} />
      <span title={text} className={`truncate text-sm ${entry.result === 'ok' ? 'text-ink-2' : ''}`}>
        {text}
      </span>
    </span>
  );
}

function markOf({ decision, result }: AuditEntry): readonly [LucideIcon, string] {
  if (decision === 'denied') return [Ban, 'text-failed'];
  return result === 'ok' ? [CircleCheck, 'text-done'] : [CircleX, 'text-failed'];
}
