import { Plus, X } from 'lucide-react';
import { type FormEvent, type RefObject, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { isProvider, modelKeyVariable } from '#shared/contract/model-keys.ts';
import { printSettingPath } from '#shared/contract/setting-path.ts';
import { referenceTo, referredName } from '#shared/secret-reference.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { INPUT } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import { SecretChoice } from '../secrets/secret-choice.tsx';
import type { Secrets } from '../secrets/secret-tasks.ts';
import { LockNote } from './lock-note.tsx';

/** A provider's place in the settings. Pure. */
const settingOf = (provider: string) => printSettingPath(['model_keys', provider]);

interface ModelKeysProps extends Pick<Secrets, 'known' | 'error'> {
  /** Settings that the administrator has set. */
  readonly locked: ReadonlySet<string>;
}

/** Which secret is the key of which provider, for sessions of Kimi. A secret's value is not known to the window. */
export function ModelKeys({ locked, known, error }: ModelKeysProps) {
  const t = useText();
  const services = useServices();
  const keys = useStore(services.preferences, (state) => state.settings.model_keys);
  const given = Object.entries(keys).filter(([, reference]) => reference !== '');
  const adding = useRef<HTMLInputElement>(null);
  const secrets = known?.list.map(({ name }) => name) ?? [];
  return (
    <div className="flex flex-col gap-2 border-line border-b py-2">
      <div>
        <h3>{t('window.settings.model-keys')}</h3>
        <p className="text-ink-2 text-sm">{t('window.settings.model-keys.about')}</p>
      </div>
      {given.length === 0 ? null : (
        <ul aria-label={t('window.settings.model-keys')} className="flex flex-col gap-1">
          {given.map(([provider, reference]) => (
            <KeyOfProvider
              key={provider}
              provider={provider}
              secret={referredName(reference) ?? ''}
              secrets={secrets}
              missing={known !== null && !secrets.includes(referredName(reference) ?? '')}
              locked={locked.has(settingOf(provider))}
              onRemoved={() => adding.current?.focus()}
            />
          ))}
        </ul>
      )}
      {known !== null && secrets.length === 0 ? <p className="text-ink-2 text-sm">{t('window.settings.model-keys.no-secrets')}</p> : null}
      {error === null ? null : <ErrorNotice error={error} />}
      <NewKey field={adding} secrets={secrets} />
    </div>
  );
}

const GRID = 'grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-1';

interface KeyOfProviderProps {
  readonly provider: string;
  readonly secret: string;
  readonly secrets: readonly string[];
  /** It was deleted since, or never kept. */
  readonly missing: boolean;
  readonly locked: boolean;
  readonly onRemoved: () => void;
}

function KeyOfProvider({ provider, secret, secrets, missing, locked, onRemoved }: KeyOfProviderProps) {
  const t = useText();
  const id = useId();
  const services = useServices();
  const remove = async () => {
    await services.unsetSetting(settingOf(provider));
    onRemoved();
  };
  return (
    <li>
      <div className={GRID}>
        <div className="min-w-0 truncate">
          {provider} <span className="font-mono text-ink-3 text-xs">{modelKeyVariable(provider)}</span>
        </div>
        <SecretChoice
          label={t('window.settings.model-keys.secret', { provider })}
          secrets={secrets}
          value={secret}
          disabled={locked}
          fault={missing ? `${id}-missing` : undefined}
          onChoose={(name) => void (name === '' ? remove() : services.setSetting(settingOf(provider), referenceTo(name)))}
        />
        {locked ? null : <IconButton icon={X} label={t('window.settings.model-keys.remove', { provider })} onClick={() => void remove()} />}
      </div>
      {missing ? (
        <p id={`${id}-missing`} className="text-failed text-sm">
          {t('window.settings.model-keys.missing')}
        </p>
      ) : null}
      {locked ? <LockNote id={`${id}-locked`} /> : null}
    </li>
  );
}

function NewKey({ field, secrets }: { readonly field: RefObject<HTMLInputElement | null>; readonly secrets: readonly string[] }) {
  const t = useText();
  const services = useServices();
  const [provider, setProvider] = useState('');
  const [secret, setSecret] = useState('');
  const [refused, setRefused] = useState(false);
  const id = useId();
  const name = provider.trim();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefused(!isProvider(name));
    if (!isProvider(name)) {
      field.current?.focus();
      return;
    }
    // What was refused stays, with the notice that says why.
    if (!(await services.setSetting(settingOf(name), referenceTo(secret)))) return;
    setProvider('');
    setSecret('');
    field.current?.focus();
  };
  return (
    <form className={GRID} onSubmit={(event) => void submit(event)}>
      <input
        ref={field}
        aria-label={t('window.settings.model-keys.provider')}
        placeholder={t('window.settings.model-keys.provider')}
        value={provider}
        onChange={(event) => {
          setProvider(event.target.value);
          setRefused(false);
        }}
        spellCheck={false}
        autoComplete="off"
        className={`${INPUT} text-sm`}
        {...(refused ? { 'aria-invalid': true, 'aria-describedby': `${id}-fault` } : {})}
      />
      <SecretChoice label={t('window.settings.model-keys.new-secret')} secrets={secrets} value={secret} onChoose={setSecret} />
      <Button size="small" type="submit" disabled={name === '' || secret === ''}>
        <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
        {t('window.settings.model-keys.add')}
      </Button>
      {refused ? (
        <p id={`${id}-fault`} className="col-span-3 text-failed text-sm">
          {t('error.reason.the-name-of-a-provider-is-expected')}
        </p>
      ) : null}
    </form>
  );
}
