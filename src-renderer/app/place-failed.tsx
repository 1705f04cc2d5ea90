import { KimiError } from '#shared/errors/kimi-error.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { useText } from '../i18n/use-text.ts';

/** Stands in for a part of the window that could not be drawn, most often because the engine went away before it had sent its code. */
export function PlaceFailed({ error }: { readonly error: unknown }) {
  const t = useText();
  const reason = error instanceof Error ? error.message : String(error);
  return (
    <div className="flex flex-1 flex-col items-start gap-3 bg-surface p-6">
      <ErrorNotice error={new KimiError('ENGINE_UNREACHABLE', { reason })} />
      <Button onClick={() => window.location.reload()}>{t('window.retry')}</Button>
    </div>
  );
}
