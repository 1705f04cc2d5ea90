import { Button } from '../../components/button.tsx';
import { useText } from '../../i18n/use-text.ts';

/** Stands where a pane could not be drawn; the rest of the window goes on. */
export function PaneCrashed({ error, onAgain }: { readonly error: unknown; readonly onAgain: () => void }) {
  const t = useText();
  return (
    <div role="alert" className="flex h-full flex-col items-start gap-2 p-4">
      <p className="font-semibold">{t('window.pane.crashed')}</p>
      <code className="select-text whitespace-pre-wrap break-words font-mono text-ink-2 text-xs">
        {error instanceof Error ? error.message : String(error)}
      </code>
      <Button onClick={onAgain}>{t('window.retry')}</Button>
    </div>
  );
}
