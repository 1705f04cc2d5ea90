import type { ReactNode } from 'react';

/** Looks of every text field. */
export const INPUT =
  'h-7 w-full rounded border border-line-strong bg-surface px-2 text-ink placeholder:text-ink-3 focus-visible:outline-2 focus-visible:outline-focus';

/** A field with its label above and a hint below; the hint's id is `<id>-hint`. */
export function Field({
  id,
  label,
  hint,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-ink-2 text-sm">
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-ink-3 text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}
