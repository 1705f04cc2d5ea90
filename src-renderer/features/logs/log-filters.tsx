import { X } from 'lucide-react';
import { Choice } from '../../components/choice.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useText } from '../../i18n/use-text.ts';
import { LEVELS, type LogQuery, SINCE } from './query.ts';

export interface LogFiltersProps {
  readonly query: LogQuery;
  readonly onChange: (query: LogQuery) => void;
  /** The arrow down leads from the search into the list. */
  readonly onDown: () => void;
}

/** What narrows the logs down. The caret begins in the search. */
export function LogFilters({ query, onChange, onDown }: LogFiltersProps) {
  const t = useText();
  return (
    <search className="flex flex-wrap items-center gap-2">
      <div className="relative min-w-48 flex-1">
        <SearchField
          label={t('window.logs.search')}
          title={t('window.logs.search')}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          value={query.text}
          onText={(text) => onChange({ ...query, text })}
          onDown={onDown}
        />
      </div>
      <Choice
        label={t('window.logs.level')}
        value={query.level}
        options={(['any', ...LEVELS] as const).map((level) => [level, t(`window.logs.level.${level}`)])}
        onChoose={(level) => onChange({ ...query, level })}
      />
      <Choice
        label={t('window.logs.since')}
        value={query.since}
        options={(['any', ...SINCE] as const).map((since) => [since, t(`window.logs.since.${since}`)])}
        onChoose={(since) => onChange({ ...query, since })}
      />
      {query.call === null ? null : (
        <span className="flex min-w-0 max-w-full items-center gap-1 rounded border border-line bg-canvas pl-2 text-sm">
          <span className="min-w-0 truncate" title={query.call}>
            {t('window.logs.only-call', { call: query.call })}
          </span>
          <IconButton icon={X} label={t('window.logs.all-calls')} onClick={() => onChange({ ...query, call: null })} />
        </span>
      )}
    </search>
  );
}
