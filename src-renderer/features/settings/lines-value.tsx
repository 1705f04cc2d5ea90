import { useEffect, useRef, useState } from 'react';
import { readOwnTokens } from '#shared/look/own-tokens.ts';
import { useServices } from '../../app/services.ts';
import { INPUT } from '../../components/field.tsx';
import { useText } from '../../i18n/use-text.ts';
import { withSetting } from '../../state/setting-patch.ts';

const EXAMPLE = '--ks-accent: #2a5bd0;';

export interface LinesValueProps {
  /** Dotted. */
  readonly name: string;
  readonly value: unknown;
  readonly id: string;
  readonly describedBy: string | undefined;
  /** Answers whether it was taken. */
  readonly onChange: (value: string) => Promise<boolean>;
}

/** Colours of the person's own: each good text is shown in the whole window at once, and kept when the field is left. */
export function LinesValue({ name, value, id, describedBy, onChange }: LinesValueProps) {
  const t = useText();
  const services = useServices();
  const saved = String(value);
  const [text, setText] = useState(saved);
  const own = useRef(saved);
  /** What the engine has; `value` follows what is only shown. */
  const kept = useRef(saved);
  useEffect(() => {
    // Somebody else changed it: the reset, another window, the command line.
    if (saved !== own.current) {
      setText(saved);
      kept.current = saved;
    }
    own.current = saved;
  }, [saved]);
  const { problem } = readOwnTokens(text);
  const preview = (next: string) => {
    setText(next);
    const { settings, setSettings } = services.preferences.getState();
    const shown = withSetting(settings, name, next);
    if (shown === null) return;
    own.current = next;
    setSettings(shown);
  };
  return (
    <span className="flex w-72 max-w-full flex-col gap-1">
      <textarea
        id={id}
        aria-describedby={problem === null ? describedBy : `${id}-problem`}
        aria-invalid={problem !== null}
        spellCheck={false}
        value={text}
        placeholder={EXAMPLE}
        onChange={(event) => preview(event.target.value)}
        onBlur={() => {
          // What is refused stays in the field, so that it can be mended; only a text that is good as a whole is kept.
          if (problem !== null || text === kept.current) return;
          void onChange(text).then((taken) => {
            if (taken) kept.current = text;
          });
        }}
        className={`${INPUT} h-24 resize-y py-1 font-mono`}
      />
      {problem === null ? null : (
        <span id={`${id}-problem`} role="alert" className="text-failed text-xs">
          {t(`error.reason.${problem.reason.replaceAll(' ', '-') as ReasonKey}`, { line: problem.line, text: problem.text })}
        </span>
      )}
    </span>
  );
}

type Reason = NonNullable<ReturnType<typeof readOwnTokens>['problem']>['reason'];
type ReasonKey = Dashed<Reason>;
type Dashed<T extends string> = T extends `${infer A} ${infer B}` ? `${A}-${Dashed<B>}` : T;
