import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { ariaKeys, isMac, type Keys, keyCaps } from '../actions/keys.ts';

const MAC = isMac(navigator.platform);

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon;
  /** Says what it does, to screen readers and on hovering. */
  readonly label: string;
  readonly keys?: Keys | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button without words on it; its label and key are told on hovering. */
export function IconButton({ icon: Icon, label, keys, className = '', ...rest }: IconButtonProps) {
  const spec = keys === undefined ? undefined : MAC ? keys.mac : keys.other;
  const title = spec === undefined ? label : `${label} (${keyCaps(spec, MAC).join(MAC ? '' : '+')})`;
  return (
    <button
      type="button"
      aria-label={label}
      aria-keyshortcuts={spec === undefined ? undefined : ariaKeys(spec)}
      title={title}
      className={`inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-2 hover:bg-hover hover:text-ink active:bg-pressed disabled:opacity-50 aria-pressed:bg-pressed aria-pressed:text-ink ${className}`}
      {...rest}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}
