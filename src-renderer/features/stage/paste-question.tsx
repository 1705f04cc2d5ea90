import { useEffect, useId, useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { PasteAnswer } from '../../terminal/pasting.ts';

/** Shows several lines before they are pasted into a program that would run them one by one. */
export function PasteQuestion({ text, onAnswer }: { readonly text: string; readonly onAnswer: (answer: PasteAnswer) => void }) {
  const t = useText();
  const id = useId();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const lines = text.trimEnd().split(/\r\n|\r|\n/);
  return (
    <section
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-about`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onAnswer('cancel');
      }}
      className="absolute inset-x-3 bottom-3 flex max-h-[calc(100%-24px)] flex-col gap-2 overflow-hidden rounded border border-line bg-raised p-3 shadow-raised"
    >
      <h3 id={`${id}-title`} className="font-semibold">
        {t('window.paste.title', { count: lines.length })}
      </h3>
      <p id={`${id}-about`} className="text-ink-2">
        {t('window.paste.about')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-32 min-h-0 select-text overflow-auto rounded border border-line bg-surface p-2 font-mono text-sm">
        {lines.join('\n')}
      </pre>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => onAnswer('paste')}>{t('window.paste.do')}</Button>
        <Button onClick={() => onAnswer('one-line')}>{t('window.paste.one-line')}</Button>
        <Button ref={first} onClick={() => onAnswer('cancel')}>
          {t('window.cancel')}
        </Button>
      </div>
    </section>
  );
}
