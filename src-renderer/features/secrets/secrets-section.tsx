import { useState } from 'react';
import { useStore } from 'zustand';
import type { SecretInfo } from '#shared/contract/index.ts';
import { referenceTo } from '#shared/secret-reference.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useText } from '../../i18n/use-text.ts';
import { SecretForm } from './secret-form.tsx';
import { SecretRow } from './secret-row.tsx';
import { StoreState } from './store-state.tsx';
import type { SecretTasks } from './use-secrets.ts';

/** Names, age and place of the secrets; a value goes in here and never comes out. */
export function SecretsSection({ known, busy, error, look, change }: SecretTasks) {
  const t = useText();
  const modelKeys = useStore(useServices().preferences, (state) => state.settings.model_keys);
  const [replacing, setReplacing] = useState<SecretInfo | null>(null);
  /** Somebody did something here: what they did it with may be gone, and the form that comes then takes the focus. */
  const [acted, setActed] = useState(false);
  const replace = (secret: SecretInfo | null) => {
    setActed(true);
    setReplacing(secret);
  };
  const ready = known?.status.state === 'ready';
  const open: SecretTasks['change'] = (run) => {
    setActed(true);
    return change(run);
  };
  return (
    <div className="flex flex-col gap-3 py-2">
      <p className="text-ink-2 text-sm">{t('window.secrets.about')}</p>
      {error === null ? null : <ErrorNotice error={error} />}
      {known === null && error !== null ? (
        <Button size="small" className="self-start" onClick={look}>
          {t('window.retry')}
        </Button>
      ) : null}
      {known === null ? null : <StoreState status={known.status} busy={busy} onLook={look} onChange={open} />}
      {known === null || known.list.length === 0 ? null : (
        <ul aria-label={t('window.secrets.list')} className="rounded border border-line">
          {known.list.map((secret) => (
            <SecretRow
              key={secret.name}
              secret={secret}
              locked={!ready}
              providers={Object.keys(modelKeys).filter((provider) => modelKeys[provider] === referenceTo(secret.name))}
              onReplace={() => replace(secret)}
              onDelete={() => void change((client) => client.secret.delete({ name: secret.name }))}
            />
          ))}
        </ul>
      )}
      {known !== null && known.list.length === 0 && ready ? <p className="text-ink-2">{t('window.secrets.none')}</p> : null}
      {ready ? (
        <SecretForm
          // Another secret, other fields.
          key={replacing?.name ?? ''}
          replacing={replacing}
          busy={busy}
          takesFocus={acted}
          onCancel={() => replace(null)}
          onKeep={async (secret) => {
            const kept = await change((client) => (replacing === null ? client.secret.set(secret) : client.secret.rotate(secret)));
            if (kept && replacing !== null) replace(null);
            return kept;
          }}
        />
      ) : null}
    </div>
  );
}
