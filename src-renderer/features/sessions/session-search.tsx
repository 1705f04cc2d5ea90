import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { INPUT } from '../../components/field.tsx';
import { useText } from '../../i18n/use-text.ts';
import { FilterMenu } from './filter-menu.tsx';
import { termAt, valuesOf, withTermAt } from './list-filter.ts';
import { valueText } from './use-filter-words.ts';

/** Values offered at once: all that anybody scrolls through. Thousands of sessions may have as many folders; a letter typed narrows them down. */
const OFFERED = 100;

/**
 * Narrows the list down to what has all the words typed, and terms such as `tag:bug`, whose values are offered. Escape closes it, Enter
 * and the arrow go to the first row.
 */
export function SessionSearch() {
  const t = useText();
  const services = useServices();
  const search = useStore(services.list, (state) => state.search ?? '');
  const { setSearch } = services.list.getState();
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const [caret, setCaret] = useState(0);
  const [marked, setMarked] = useState(0);
  /** The search that nothing more is to be offered for. */
  const [done, setDone] = useState<string | null>(null);
  useEffect(() => field.current?.focus(), []);

  const offered = useOffered(search, caret, search === done);
  const options = offered?.options ?? [];
  const at = Math.min(marked, options.length - 1);

  const take = (value: string) => {
    if (offered === null) return;
    const next = withTermAt(search, offered.term, offered.term.key, value);
    setSearch(next);
    setCaret(next.length);
    setMarked(0);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const option = options[at];
    if (option !== undefined && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      setMarked((at + (event.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length);
    } else if (option !== undefined && (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) take(option.value);
    else if (option !== undefined && event.key === 'Escape') setDone(search);
    else if (event.key === 'Escape') {
      setSearch(null);
      services.focusStage();
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') services.focusList();
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative flex shrink-0 items-center gap-1 px-2 pb-1">
      <input
        ref={field}
        type="search"
        data-session-search
        aria-label={t('window.sessions.search')}
        aria-autocomplete="list"
        aria-controls={options.length > 0 ? `${id}values` : undefined}
        aria-activedescendant={options.length > 0 ? `${id}${at}` : undefined}
        placeholder={t('window.sessions.search')}
        value={search}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setSearch(event.target.value);
          setCaret(event.target.selectionEnd ?? 0);
          setMarked(0);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionEnd ?? 0)}
        onBlur={() => setDone(search)}
        onKeyDown={onKeyDown}
        className={INPUT}
      />
      <FilterMenu />
      {options.length === 0 ? null : (
        <div
          id={`${id}values`}
          role="listbox"
          aria-label={t('window.filter.values')}
          // The caret stays in the field also when the list is scrolled by its bar.
          onMouseDown={(event) => event.preventDefault()}
          className="appear absolute inset-x-2 top-full z-20 max-h-60 overflow-y-auto rounded border border-line bg-raised p-1 shadow-raised"
        >
          {options.map(({ value, label }, index) => (
            <div
              key={value}
              id={`${id}${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              ref={index === at ? keepInSight : undefined}
              // The caret stays in the field; a click is over before it could leave it.
              onPointerDown={(event) => {
                event.preventDefault();
                take(value);
              }}
              className={`flex h-7 items-center gap-2 rounded-sm px-2 ${index === at ? 'bg-hover' : ''}`}
            >
              <span className="min-w-0 flex-1 truncate" title={label}>
                {label}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** What the arrow keys come to is not below the edge of its list. */
function keepInSight(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}

/** The values that the term at the caret can be completed with; null when it is not one, or is whole. */
function useOffered(search: string, caret: number, enough: boolean) {
  const t = useText();
  const services = useServices();
  const term = enough ? null : termAt(search, caret);
  if (term === null) return null;
  const begun = term.value.toLocaleLowerCase();
  const all = valuesOf(term.key, Object.values(services.sessions.getState().byId));
  const options = all
    .map((value) => ({ value, label: valueText(term.key, value, t) }))
    .filter(({ value, label }) => value.toLocaleLowerCase().includes(begun) || label.toLocaleLowerCase().includes(begun))
    .slice(0, OFFERED);
  return options.length === 1 && options[0]?.value === term.value ? null : { term, options };
}
