import type { ButtonHTMLAttributes, Ref } from 'react';

const LOOK = {
  primary: 'bg-accent text-on-accent border-transparent hover:opacity-90',
  plain: 'bg-raised text-ink border-line hover:bg-hover active:bg-pressed',
  danger: 'bg-raised text-failed border-failed hover:bg-failed-ground',
  quiet: 'bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink active:bg-pressed',
} as const;

/**
 * `aria-disabled` is for a button that is busy with what it was pressed for: it looks disabled and keeps the focus, which a browser takes from
 * a disabled one. Presses are its owner's to ignore.
 */
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof LOOK;
  readonly size?: 'normal' | 'small';
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words. */
export function Button({ look = 'plain', size = 'normal', className = '', ...rest }: ButtonProps) {
  const height = size === 'small' ? 'h-6 px-2 text-sm' : 'h-7 px-3';
  return (
    <button
      type="button"
      className={`inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded border motion-safe:transition-opacity disabled:opacity-60 aria-disabled:opacity-60 ${height} ${LOOK[look]} ${className}`}
      {...rest}
    />
  );
}
