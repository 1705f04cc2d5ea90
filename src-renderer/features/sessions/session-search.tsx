import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { INPUT } from '../../components/field.tsx';
import { useText } from '../../i18n/use-text.ts';

/** Narrows the list down to what has all the words typed; Escape closes it, Enter and the arrow go to the first row. */
export function SessionSearch() {
  const t = useText();
  const services = useServices();
  const search = useStore(services.list, (state) => state.search ?? '');
  const { setSearch } = services.list.getState();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="shrink-0 px-2 pb-1">
      <input
        ref={field}
        type="search"
        aria-label={t('window.sessions.search')}
        placeholder={t('window.sessions.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            setSearch(null);
            services.focusStage();
          } else if (event.key === 'ArrowDown' || event.key === 'Enter') services.focusList();
          else return;
          event.preventDefault();
        }}
        className={INPUT}
      />
    </div>
  );
}
