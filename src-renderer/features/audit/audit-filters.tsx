import { AUDIT_CALLERS } from '#shared/contract/index.ts';
import { Choice } from '../../components/choice.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { useText } from '../../i18n/use-text.ts';
import { type AuditQuery, OUTCOMES, SINCE } from './query.ts';

export interface AuditFiltersProps {
  readonly query: AuditQuery;
  readonly onChange: (query: AuditQuery) => void;
  /** The arrow down leads from the search into the list. */
  readonly onDown: () => void;
}

/** What narrows the log down. The caret begins in the search. */
export function AuditFilters({ query, onChange, onDown }: AuditFiltersProps) {
  const t = useText();
  return (
    <search className="flex flex-wrap gap-2">
      <div className="relative min-w-36 flex-1">
        <SearchField
          label={t('window.audit.search')}
          title={t('window.audit.search')}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          value={query.text}
          onText={(text) => onChange({ ...query, text })}
          onDown={onDown}
        />
      </div>
      <Choice
        label={t('window.audit.caller')}
        value={query.caller}
        options={(['any', ...AUDIT_CALLERS] as const).map((caller) => [caller, t(`window.audit.caller.${caller}`)])}
        onChoose={(caller) => onChange({ ...query, caller })}
      />
      <Choice
        label={t('window.audit.outcome')}
        value={query.outcome}
        options={(['any', ...OUTCOMES] as const).map((outcome) => [outcome, t(`window.audit.outcome.${outcome}`)])}
        onChoose={(outcome) => onChange({ ...query, outcome })}
      />
      <Choice
        label={t('window.audit.since')}
        value={query.since}
        options={(['any', ...SINCE] as const).map((since) => [since, t(`window.audit.since.${since}`)])}
        onChoose={(since) => onChange({ ...query, since })}
      />
    </search>
  );
}
