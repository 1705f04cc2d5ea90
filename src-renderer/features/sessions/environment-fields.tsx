import { Plus, X } from 'lucide-react';
import { use, useId, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { INPUT } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { laterTexts } from '../../i18n/create-i18n.ts';
import { useLanguage, useText } from '../../i18n/use-text.ts';
import { SecretChoice } from '../secrets/secret-choice.tsx';
import type { Secrets } from '../secrets/secret-tasks.ts';
import { useSecrets } from '../secrets/use-secrets.ts';
import { blankRow, type EnvironmentRow, type RowFault } from './environment-rows.ts';

interface EnvironmentFieldsProps {
  readonly rows: readonly EnvironmentRow[];
  /** By the rows' ids; empty while nobody is to be told yet. */
  readonly faults: ReadonlyMap<string, RowFault>;
  readonly onChange: (rows: readonly EnvironmentRow[]) => void;
}

/** Variables for the program of a new session: a name, and a value or the name of a secret. A secret's value is not known to the window. */
export function EnvironmentFields(props: EnvironmentFieldsProps) {
  const { texts } = useServices();
  use(laterTexts(texts, useLanguage()));
  const { known, error } = useSecrets();
  return <EnvironmentRows known={known} error={error} {...props} />;
}

/** What is drawn of them. */
export function EnvironmentRows({ rows, faults, onChange, known, error }: EnvironmentFieldsProps & Pick<Secrets, 'known' | 'error'>) {
  const t = useText();
  const list = useRef<HTMLUListElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  // Within the key that asked for it: what is typed next goes to the row.
  const change = (changed: readonly EnvironmentRow[], caret: number) => {
    flushSync(() => onChange(changed));
    (list.current?.children[caret]?.querySelector<HTMLElement>('input') ?? adding.current)?.focus();
  };
  const names = known?.list.map(({ name }) => name) ?? [];
  const anySecret = rows.some(({ from }) => from === 'secret');
  return (
    <div className="mt-2 flex flex-col gap-2">
      <ul ref={list} aria-label={t('window.new.env')} className="flex flex-col gap-2">
        {rows.map((row, at) => (
          <VariableRow
            key={row.id}
            number={at + 1}
            row={row}
            fault={faults.get(row.id)}
            secrets={names}
            onChange={(changed) => onChange(rows.map((other) => (other.id === row.id ? changed : other)))}
            onRemove={() =>
              change(
                rows.filter(({ id }) => id !== row.id),
                Math.min(at, rows.length - 2),
              )
            }
          />
        ))}
      </ul>
      {anySecret && known !== null && names.length === 0 ? <p className="text-ink-2 text-sm">{t('window.new.env.no-secrets')}</p> : null}
      {anySecret && known?.status.state === 'locked' && names.length > 0 ? (
        <p role="status" className="text-ink-2 text-sm">
          {t('window.new.env.locked')}
        </p>
      ) : null}
      {anySecret && error !== null ? <ErrorNotice error={error} /> : null}
      <Button ref={adding} size="small" look="quiet" className="self-start" onClick={() => change([...rows, blankRow()], rows.length)}>
        <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
        {t('window.new.env.add')}
      </Button>
      <p className="text-ink-3 text-xs">{t('window.new.env.hint')}</p>
    </div>
  );
}

interface VariableRowProps {
  /** From 1; screen readers tell rows apart by it. */
  readonly number: number;
  readonly row: EnvironmentRow;
  readonly fault: RowFault | undefined;
  /** Names of those that there are. */
  readonly secrets: readonly string[];
  readonly onChange: (row: EnvironmentRow) => void;
  readonly onRemove: () => void;
}

function VariableRow({ number, row, fault, secrets, onChange, onRemove }: VariableRowProps) {
  const t = useText();
  const id = useId();
  const field = { spellCheck: false, autoComplete: 'off' } as const;
  const wrong = (here: boolean) => (here ? { 'aria-invalid': true, 'aria-describedby': `${id}-fault` } : {});
  return (
    <li>
      <div className="grid grid-cols-[minmax(0,2fr)_auto_minmax(0,3fr)_auto] items-center gap-1">
        <input
          aria-label={t('window.new.env.name', { number })}
          placeholder={t('window.new.env.name.example')}
          value={row.name}
          onChange={(event) => onChange({ ...row, name: event.target.value })}
          className={`${INPUT} font-mono text-sm`}
          {...field}
          {...wrong(fault !== undefined && fault !== 'no-secret')}
        />
        <Choice
          label={t('window.new.env.from', { number })}
          value={row.from}
          options={[
            ['value', t('window.new.env.from.value')],
            ['secret', t('window.new.env.from.secret')],
          ]}
          onChoose={(from) => onChange({ ...row, from })}
        />
        {row.from === 'value' ? (
          <input
            aria-label={t('window.new.env.value', { number })}
            value={row.value}
            onChange={(event) => onChange({ ...row, value: event.target.value })}
            className={`${INPUT} font-mono text-sm`}
            {...field}
          />
        ) : (
          <SecretChoice
            label={t('window.new.env.secret', { number })}
            secrets={secrets}
            value={row.secret}
            onChoose={(secret) => onChange({ ...row, secret })}
            fault={fault === 'no-secret' ? `${id}-fault` : undefined}
          />
        )}
        <IconButton icon={X} label={t('window.new.env.remove', { number })} onClick={onRemove} />
      </div>
      {fault === undefined ? null : (
        <p id={`${id}-fault`} className="mt-0.5 text-failed text-sm">
          {t(`window.new.env.fault.${fault}`)}
        </p>
      )}
    </li>
  );
}
