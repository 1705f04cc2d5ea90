import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import type { KeySpec } from '#shared/key-combination.ts';
import type { Action } from '../actions/actions.ts';
import { ariaKeys, isMac, keyCaps } from '../actions/keys.ts';
import { useActionKey } from '../actions/use-action-key.ts';
import { useServices } from '../app/services.ts';

const MAC = isMac(navigator.platform);

/** What a button says on hovering: what it does, and its key. */
export function titleWithKey(label: string, keys: KeySpec | null): string {
  return keys === null ? label : `${label} (${keyCaps(keys, MAC).join(MAC ? '' : '+')})`;
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon;
  /** Says what it does, to screen readers and on hovering. */
  readonly label: string;
  readonly keys?: KeySpec | null;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button without words on it; its label and key are told on hovering. */
export function IconButton({ icon: Icon, label, keys = null, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-keyshortcuts={keys === null ? undefined : ariaKeys(keys)}
      title={titleWithKey(label, keys)}
      className={`inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-2 hover:bg-hover hover:text-ink active:bg-pressed disabled:opacity-50 aria-pressed:bg-pressed aria-pressed:text-ink ${className}`}
      {...rest}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}

/** The button of an action: its key is told with it. */
export function ActionButton({ action, ...rest }: Omit<IconButtonProps, 'keys' | 'onClick'> & { readonly action: Action }) {
  const services = useServices();
  return <IconButton keys={useActionKey(action)} onClick={() => action.run(services)} {...rest} />;
}
