import { Lock } from 'lucide-react';
import { useText } from '../../i18n/use-text.ts';

/** Why a setting cannot be changed. */
export function LockNote({ id }: { readonly id: string }) {
  const t = useText();
  return (
    <p id={id} className="flex items-center gap-1 text-ink-2 text-sm">
      <Lock size={12} aria-hidden="true" className="shrink-0" />
      {t('window.settings.locked')}
    </p>
  );
}
