import { Bug, CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { LogLevel, LogLine } from '#shared/contract/index.ts';
import { clockText } from '#shared/messages/time.ts';
import { RowList } from '../../components/row-list.tsx';
import { useLanguage, useText } from '../../i18n/use-text.ts';

/** Older lines are fetched when so few rows are left below. */
const AHEAD = 80;

const MARK: Record<LogLevel, readonly [LucideIcon, string]> = {
  error: [CircleX, 'text-failed'],
  warn: [TriangleAlert, 'text-needs'],
  info: [Info, 'text-ink-2'],
  debug: [Bug, 'text-ink-3'],
};

export interface LogListProps {
  /** Newest first. */
  readonly lines: readonly LogLine[];
  /** The line whose details are shown. */
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** The end is near. */
  readonly onOlder: () => void;
}

const keyOf = ({ id }: LogLine) => id;

/** The lines of the logs, one a row. */
export function LogList({ lines, ...list }: LogListProps) {
  const t = useText();
  const language = useLanguage();
  const draw = (line: LogLine) => {
    const [Mark, colour] = MARK[line.level];
    const values = valuesOf(line);
    return (
      <>
        <time dateTime={new Date(line.at).toISOString()} className="w-28 shrink-0 text-ink-3 text-xs tabular-nums">
          {clockText(line.at, language)}
        </time>
        <Mark size={14} strokeWidth={1.75} role="img" aria-label={t(`window.logs.is.${line.level}`)} className={`shrink-0 ${colour}`} />
        <span className="w-16 shrink-0 truncate text-ink-2 text-sm max-[719px]:hidden">{line.process}</span>
        <span title={`${line.message} ${values}`} className="min-w-0 flex-1 truncate">
          {line.message} <span className="text-ink-2 text-sm">{values}</span>
        </span>
      </>
    );
  };
  return <RowList label={t('window.logs.list')} rows={lines} keyOf={keyOf} ahead={AHEAD} draw={draw} {...list} />;
}

function valuesOf({ fields }: LogLine): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
