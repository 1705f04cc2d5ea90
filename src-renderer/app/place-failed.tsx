import { KimiError } from '#shared/errors/kimi-error.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { renewPage } from '../components/renew-page.ts';
import { useText } from '../i18n/use-text.ts';

interface PlaceFailedProps {
  readonly error: unknown;
  /** Fetches its code once more; without it the whole page is loaded anew, where it can be had. */
  readonly onAgain?: () => void;
}

/** Stands in for a part of the window that could not be drawn, most often because the engine went away before it had sent its code. */
export function PlaceFailed({ error, onAgain }: PlaceFailedProps) {
  const t = useText();
  // The browser's own words, in its own language: they belong to the details.
  const browser = error instanceof Error ? error.message : String(error);
  return (
    <div className="flex flex-1 flex-col items-start gap-3 bg-surface p-6">
      <ErrorNotice error={new KimiError('ENGINE_UNREACHABLE', { browser })} />
      <Button onClick={onAgain ?? (() => void renewPage())}>{t('window.retry')}</Button>
    </div>
  );
}
