import { INPUT } from '../../components/field.tsx';
import { useText } from '../../i18n/use-text.ts';

interface SecretChoiceProps {
  readonly label: string;
  /** Names of those that there are. */
  readonly secrets: readonly string[];
  /** The name that is chosen; empty: none yet. */
  readonly value: string;
  readonly onChoose: (name: string) => void;
  readonly disabled?: boolean;
  /** Id of what says why the choice will not do. */
  readonly fault?: string | undefined;
}

/** Chooses one of the secrets by its name. */
export function SecretChoice({ label, secrets, value, onChoose, disabled = false, fault }: SecretChoiceProps) {
  const t = useText();
  return (
    <select
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onChoose(event.target.value)}
      className={`${INPUT} text-sm`}
      {...(fault === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': fault })}
    >
      <option value="">{t('window.new.env.choose')}</option>
      {/* One that was deleted since stays what was chosen; the engine says that it is not there. */}
      {[...new Set([...secrets, value])]
        .filter((name) => name !== '')
        .map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
    </select>
  );
}
