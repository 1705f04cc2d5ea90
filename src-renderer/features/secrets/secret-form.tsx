import { type ClipboardEvent, type FormEvent, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import type { SecretInfo } from '#shared/contract/index.ts';
import { Button } from '../../components/button.tsx';
import { Field, INPUT } from '../../components/field.tsx';
import { useText } from '../../i18n/use-text.ts';
import { linesOf, type NewSecret, newSecret, pastedValue, typedValue } from './secret-input.ts';

interface SecretFormProps {
  /** The secret that gets another value; null: a new one is kept. */
  readonly replacing: SecretInfo | null;
  readonly busy: boolean;
  /** Takes the focus when it is drawn first, where nothing else has it. */
  readonly takesFocus: boolean;
  readonly onCancel: () => void;
  /** @returns whether it was kept */
  readonly onKeep: (secret: NewSecret) => Promise<boolean>;
}

/** Keeps a value under a name. The value is not shown, and leaves the page as soon as it is kept. */
export function SecretForm({ replacing, busy, takesFocus, onCancel, onKeep }: SecretFormProps) {
  const t = useText();
  const id = useId();
  const [name, setName] = useState(replacing?.name ?? '');
  const [value, setValue] = useState('');
  const [days, setDays] = useState(replacing?.rotateDays?.toString() ?? '');
  const nameField = useRef<HTMLInputElement>(null);
  const valueField = useRef<HTMLInputElement>(null);
  const begin = useEffectEvent(() => {
    if (replacing !== null) valueField.current?.focus();
    else if (takesFocus && document.activeElement === document.body) nameField.current?.focus();
  });
  // With the change itself: a moment later what stands next in the page has been given it.
  useLayoutEffect(() => begin(), []);
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    const secret = newSecret({ name, value, days }, replacing);
    if (busy || secret === null || !(await onKeep(secret))) return;
    setName('');
    setValue('');
    setDays('');
    nameField.current?.focus();
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = pastedValue(event.clipboardData.getData('text'));
    if (pasted === null) return;
    event.preventDefault();
    setValue(pasted);
  };
  const lines = linesOf(value);
  return (
    <form
      // What is wrong is said by the app, in its words and place, and not by a bubble of the browser.
      noValidate
      onSubmit={(event) => void keep(event)}
      aria-label={t(replacing === null ? 'window.secrets.new' : 'window.secrets.replace.name', { name })}
      className="flex flex-col gap-2 rounded border border-line bg-canvas p-3"
    >
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_minmax(0,1.4fr)] gap-2 max-[719px]:grid-cols-1">
        <Field id={`${id}-name`} label={t('window.secrets.name')}>
          <input
            ref={nameField}
            id={`${id}-name`}
            value={name}
            onChange={(event) => setName(event.target.value)}
            readOnly={replacing !== null}
            autoComplete="off"
            spellCheck={false}
            className={`${INPUT} font-mono text-sm`}
          />
        </Field>
        <Field
          id={`${id}-value`}
          label={t('window.secrets.value')}
          {...(lines > 1 ? { hint: t('window.secrets.lines', { count: lines }) } : {})}
        >
          <input
            ref={valueField}
            id={`${id}-value`}
            type="password"
            value={value}
            onChange={(event) => {
              const { data = null } = event.nativeEvent as InputEvent;
              setValue(typedValue(value, event.target.value, data));
            }}
            onPaste={paste}
            aria-describedby={lines > 1 ? `${id}-value-hint` : undefined}
            // No browser is to keep it too.
            autoComplete="new-password"
            className={INPUT}
          />
        </Field>
        <Field id={`${id}-days`} label={t('window.secrets.days')}>
          <input
            id={`${id}-days`}
            // Not a field of numbers: what is none in it would come as nothing, and nothing means never.
            inputMode="numeric"
            value={days}
            onChange={(event) => setDays(event.target.value)}
            placeholder={t('window.secrets.never')}
            className={INPUT}
          />
        </Field>
      </div>
      <div className="flex gap-2">
        <Button type="submit" size="small" look="primary" disabled={name.trim() === '' || value === ''} aria-disabled={busy}>
          {t(replacing === null ? 'window.secrets.keep' : 'window.secrets.replace')}
        </Button>
        {replacing === null ? null : (
          <Button size="small" onClick={onCancel}>
            {t('window.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
