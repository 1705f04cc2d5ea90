import { Suspense } from 'react';
import { useText } from '../../i18n/use-text.ts';
import { EnvironmentFields } from './environment-fields.tsx';
import type { WantedEnvironment } from './use-environment.ts';

/** The environment of a new session, folded until somebody wants to give it one. */
export function EnvironmentPart({ rows, faults, open, count, setRows, setOpen }: WantedEnvironment) {
  const t = useText();
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-default rounded text-ink-2 text-sm">
        {t('window.new.env')}
        {count === 0 ? null : <span className="ml-2 text-ink-3">{t('window.new.env.count', { count })}</span>}
      </summary>
      {/* Its texts are fetched late. */}
      {open ? (
        <Suspense fallback={null}>
          <EnvironmentFields rows={rows} faults={faults} onChange={setRows} />
        </Suspense>
      ) : null}
    </details>
  );
}
