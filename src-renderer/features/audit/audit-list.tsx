import { Ban, CircleCheck, CircleX, type LucideIcon } from 'lucide-react';
import { useStore } from 'zustand';
import type { AuditEntry } from '#shared/contract/index.ts';
import { clockText, timeText } from '#shared/messages/time.ts';
import { useServices } from '../../app/services.ts';
import { Age } from '../../components/age.tsx';
import { useNarrow } from '../../components/narrow.ts';
import { RowList } from '../../components/row-list.tsx';
import { useLanguage, useText } from '../../i18n/use-text.ts';
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

/**
 * Widths of the parts of a row and of what stands above them. Where the list has little room, because the window is small or details stand
 * beside it, each has less; the result has room for the longest, where the row has.
 */
const AT = 'w-32 shrink-0 truncate';
const WHO = 'w-24 shrink-0 truncate @max-[720px]:w-18 @min-[1100px]:w-28';
const WHAT = 'w-40 shrink-0 truncate @max-[720px]:w-32 max-[719px]:w-36 @min-[1100px]:w-44';
const WHERE = 'min-w-0 flex-1 truncate';
const RESULT = 'w-32 shrink-0 @max-[720px]:w-24 max-[719px]:w-28 @min-[1100px]:w-72';

const keyOf = ({ seq }: AuditEntry) => seq;

/** The entries of the audit log, one a row. */
export function AuditList({ entries, ...list }: AuditListProps) {
  const t = useText();
  const language = useLanguage();
  const narrow = useNarrow();
  const { sessions } = useServices();
  const byId = useStore(sessions, (state) => state.byId);
  const nameOf = (session: string) => Object.values(byId).find(({ id }) => id === session)?.name;
  const draw = (entry: AuditEntry) => (
    <>
      {narrow ? (
        <span className="w-10 shrink-0">
          <Age since={entry.at} />
        </span>
      ) : (
        <time
          dateTime={new Date(entry.at).toISOString()}
          title={timeText(entry.at, language)}
          className={`text-ink-3 text-xs tabular-nums ${AT}`}
        >
          {clockText(entry.at, language)}
        </time>
      )}
      <Cell text={whoText(entry, t, nameOf)} className={`text-ink-2 ${WHO}`} />
      <Cell text={entry.procedure} className={`font-mono text-sm ${WHAT}`} />
      <Cell text={whereText(entry)} className={`text-ink-2 text-sm ${WHERE}`} />
      <Outcome entry={entry} text={resultText(entry, t)} />
    </>
  );
  const head = (
    <>
      <span className={AT}>{t('window.audit.field.at')}</span>
      <span className={WHO}>{t('window.audit.field.who')}</span>
      <span className={WHAT}>{t('window.audit.field.what')}</span>
      <span className={WHERE}>{t('window.audit.field.where')}</span>
      <span className={RESULT}>{t('window.audit.field.result')}</span>
    </>
  );
  return <RowList label={t('window.audit.list')} rows={entries} keyOf={keyOf} ahead={AHEAD} head={head} draw={draw} {...list} />;
}

function Cell({ text, className }: { readonly text: string; readonly className: string }) {
  return (
    <span title={text} className={className}>
      {text}
    </span>
  );
}

function Outcome({ entry, text }: { readonly entry: AuditEntry; readonly text: string }) {
  const [Mark, colour] = markOf(entry);
  return (
    <span className={`flex items-center gap-1.5 ${RESULT}`}>
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
