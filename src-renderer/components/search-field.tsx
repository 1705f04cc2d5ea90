import { Search } from 'lucide-react';
import { type InputHTMLAttributes, useEffect, useRef } from 'react';
import { INPUT } from './field.tsx';

export interface SearchFieldProps
  extends Pick<InputHTMLAttributes<HTMLInputElement>, 'title' | 'maxLength' | 'spellCheck' | 'autoComplete'> {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  /** The arrow down leads into what was found. */
  readonly onDown?: () => void;
}

/** Where a page is searched. The caret begins in it. */
export function SearchField({ label, value, onText, onDown, ...input }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <>
      <Search size={14} aria-hidden="true" className="absolute top-1.5 left-2 text-ink-3" />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (onDown === undefined || event.key !== 'ArrowDown') return;
          event.preventDefault();
          onDown();
        }}
        className={`${INPUT} pl-7!`}
        {...input}
      />
    </>
  );
}
