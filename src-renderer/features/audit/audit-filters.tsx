import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { AUDIT_CALLERS } from '#shared/contract/index.ts';
import { Choice } from '../../components/choice.tsx';
import { INPUT } from '../../components/field.tsx';
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
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <search className="flex flex-wrap gap-2">
      <div className="relative min-w-48 flex-1">
        <Search size={14} aria-hidden="true" className="absolute top-1.5 left-2 text-ink-3" />
        <input
          ref={field}
          type="search"
          aria-label={t('window.audit.search')}
          placeholder={t('window.audit.search')}
          title={t('window.audit.search')}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          value={query.text}
          onChange={(event) => onChange({ ...query, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              onDown();
            }
          }}
          className={`${INPUT} pl-7!`}
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
