import { useRef, useState } from 'react';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { INPUT } from '../../components/field.tsx';
import { useReader, useText } from '../../i18n/use-text.ts';
import { LinesValue } from './lines-value.tsx';
import { numberProblem, stepOf } from './number-problem.ts';
import { type Setting, settingTexts } from './sections.ts';

export interface SettingControlProps {
  readonly setting: Setting;
  readonly value: unknown;
  /** Its own, for the label, and of what explains it. */
  readonly id: string;
  readonly describedBy: string | undefined;
  /** Answers whether it was taken. */
  readonly onChange: (value: string) => Promise<boolean>;
  /** The same for what only the engine can judge; answers why it refused the value, or null. */
  readonly onText: (value: string) => Promise<KimiError | null>;
}

/** The field of a setting, by the type that the schema gives it. */
export function SettingControl(props: SettingControlProps) {
  const { leaf } = props.setting;
  if (leaf.enum !== undefined) return <Choice {...props} options={leaf.enum.map(String)} />;
  if (leaf.type === 'boolean') return <Switch {...props} />;
  if (leaf.manyLines === true) return <LinesValue {...props} name={props.setting.name} />;
  return leaf.type === 'string' ? <TextValue key={String(props.value)} {...props} /> : <NumberValue key={String(props.value)} {...props} />;
}

function Choice({ setting, value, id, describedBy, onChange, options }: SettingControlProps & { readonly options: readonly string[] }) {
  const { choice } = settingTexts(setting.name, useText());
  return (
    <select
      id={id}
      aria-describedby={describedBy}
      value={String(value)}
      onChange={(event) => void onChange(event.target.value)}
      className={`${INPUT} w-auto! min-w-48 max-w-72`}
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {choice(option)}
        </option>
      ))}
    </select>
  );
}

function Switch({ value, id, describedBy, onChange }: SettingControlProps) {
  return (
    <input
      type="checkbox"
      id={id}
      aria-describedby={describedBy}
      checked={value === true}
      onChange={(event) => void onChange(String(event.target.checked))}
      // Browsers draw an empty box in a grey of their own, which is no contrast to black.
      className="size-4 rounded-sm accent-accent ring-line-strong in-[[data-contrast=high]]:ring-1"
    />
  );
}

// Text counts when the person has finished it: half a path is no setting.
function TextValue({ value, id, describedBy, onText }: SettingControlProps) {
  const reader = useReader();
  const [text, setText] = useState(String(value));
  const [refused, setRefused] = useState<KimiError | null>(null);
  // Enter tries it, as often as somebody likes; leaving the field after that tries nothing anew.
  const tried = useRef(text);
  const field = useRef<HTMLInputElement>(null);
  const change = (next: string) => {
    setText(next);
    setRefused(null);
  };
  const commit = async (anew: boolean) => {
    if (text === value || refused !== null || (text === tried.current && !anew)) return;
    tried.current = text;
    const error = await onText(text);
    // Nothing is to be said of what stands there no more.
    if (field.current?.value === text) setRefused(error);
  };
  const words = refused === null ? null : errorText(refused, reader);
  return (
    <span className="flex w-72 max-w-full flex-col gap-1">
      <input
        ref={field}
        type="text"
        spellCheck={false}
        id={id}
        aria-describedby={words === null ? describedBy : `${id}-refused`}
        aria-invalid={words !== null}
        value={text}
        onChange={(event) => change(event.target.value)}
        onBlur={() => void commit(false)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void commit(true);
          if (event.key === 'Escape') change(String(value));
        }}
        className={INPUT}
      />
      {words === null ? null : (
        <span id={`${id}-refused`} role="alert" className="text-failed text-xs">
          {words.why || words.what}
        </span>
      )}
    </span>
  );
}

function NumberValue({ setting, value, id, describedBy, onChange }: SettingControlProps) {
  const t = useText();
  const { minimum: least, maximum: most } = setting.leaf;
  const step = stepOf(setting.leaf);
  const [text, setText] = useState(String(value));
  const problem = numberProblem(text, setting.leaf);
  const take = (next: string) => {
    setText(next);
    const wanted = Number(next);
    if (numberProblem(next, setting.leaf) === null && wanted !== value) void onChange(String(wanted));
  };
  return (
    <span className="flex flex-col items-end gap-1">
      <input
        type="number"
        min={least}
        max={most}
        step={step}
        id={id}
        aria-describedby={problem === null ? describedBy : `${id}-problem`}
        aria-invalid={problem !== null}
        value={text}
        onChange={(event) => take(event.target.value)}
        className={`${INPUT} w-24! text-right`}
      />
      {problem === null ? null : (
        <span id={`${id}-problem`} role="alert" className="text-failed text-xs">
          {problem === 'step'
            ? t('window.settings.step', { step })
            : t('window.settings.between', { least: least ?? '', most: most ?? '' })}
        </span>
      )}
    </span>
  );
}
