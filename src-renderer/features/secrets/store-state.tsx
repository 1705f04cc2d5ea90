import { type FormEvent, useId, useState } from 'react';
import type { SecretStatus } from '#shared/contract/index.ts';
import { withReason } from '#shared/messages/fill.ts';
import { textsFrom } from '#shared/messages/texts.ts';
import { Button } from '../../components/button.tsx';
import { Field, INPUT } from '../../components/field.tsx';
import { useReader, useText } from '../../i18n/use-text.ts';
import type { SecretTasks } from './use-secrets.ts';

interface StoreStateProps {
  readonly status: SecretStatus;
  readonly busy: boolean;
  readonly onLook: () => void;
  readonly onChange: SecretTasks['change'];
}

/** Where secrets are kept, whether they can be had, and how that is changed. */
export function StoreState({ status, busy, onLook, onChange }: StoreStateProps) {
  const t = useText();
  const reader = useReader();
  const waiting =
    status.waiting === 0 ? null : <p className="text-needs text-sm">{t('window.secrets.waiting', { count: status.waiting })}</p>;
  if (status.state === 'ready') {
    return (
      <div>
        <p>{t(`window.secrets.store.${status.store}`)}</p>
        {waiting}
      </div>
    );
  }
  const { reason, why } = status;
  return (
    <div className="flex flex-col gap-2 rounded border border-needs bg-surface p-3">
      <p>{textsFrom(reader.language, reader.catalogue).t(`window.secrets.locked.${reason}`, withReason({ why }, reader))}</p>
      {waiting}
      {reason === 'passphrase' || reason === 'no-store' ? (
        <PassphraseForm
          isNew={reason === 'no-store'}
          busy={busy}
          onGiven={(passphrase) => onChange((client) => client.secret.unlock({ passphrase }))}
        />
      ) : null}
      {reason === 'no-store' ? (
        <div className="flex flex-wrap items-center gap-2">
          <Button size="small" aria-disabled={busy} onClick={() => void onChange((client) => client.secret.unlock({ machine: true }))}>
            {t('window.secrets.machine')}
          </Button>
          <span className="text-ink-2 text-sm">{t('window.secrets.machine.about')}</span>
        </div>
      ) : null}
      {reason === 'keychain' || reason === 'no-store' || reason === 'no-machine-id' ? (
        <Button size="small" className="self-start" aria-disabled={busy} onClick={onLook}>
          {t('window.secrets.look')}
        </Button>
      ) : null}
    </div>
  );
}

interface PassphraseFormProps {
  /** It is chosen now, and typed twice: nothing can be had without it. */
  readonly isNew: boolean;
  readonly busy: boolean;
  readonly onGiven: (passphrase: string) => Promise<boolean>;
}

function PassphraseForm({ isNew, busy, onGiven }: PassphraseFormProps) {
  const t = useText();
  const id = useId();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const whole = passphrase !== '' && (!isNew || passphrase === again);
  // Not while the second is still being typed as the first one goes.
  const differ = isNew && again !== '' && !passphrase.startsWith(again);
  const give = async (event: FormEvent) => {
    event.preventDefault();
    if (!whole || busy) return;
    if (!(await onGiven(passphrase))) return;
    setPassphrase('');
    setAgain('');
  };
  return (
    <form onSubmit={(event) => void give(event)} className="flex flex-wrap items-end gap-2">
      <div className="w-56">
        <Field id={id} label={t('window.secrets.passphrase')}>
          <input
            id={id}
            type="password"
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
            aria-describedby={isNew ? `${id}-about` : undefined}
            autoComplete={isNew ? 'new-password' : 'current-password'}
            className={INPUT}
          />
        </Field>
      </div>
      {isNew ? (
        <div className="w-56">
          <Field id={`${id}-again`} label={t('window.secrets.passphrase.again')}>
            <input
              id={`${id}-again`}
              type="password"
              value={again}
              onChange={(event) => setAgain(event.target.value)}
              aria-invalid={differ}
              aria-describedby={differ ? `${id}-differ` : undefined}
              autoComplete="new-password"
              className={INPUT}
            />
          </Field>
        </div>
      ) : null}
      <Button type="submit" look="primary" disabled={!whole} aria-disabled={busy}>
        {t(isNew ? 'window.secrets.passphrase.use' : 'window.secrets.unlock')}
      </Button>
      {isNew ? (
        <p id={`${id}-about`} className="basis-full text-ink-2 text-sm">
          {t('window.secrets.passphrase.about')}
        </p>
      ) : null}
      {differ ? (
        <p id={`${id}-differ`} role="alert" className="basis-full text-failed text-sm">
          {t('window.secrets.passphrase.differ')}
        </p>
      ) : null}
    </form>
  );
}
