import { useState } from 'react';
import type { SecretInfo } from '#shared/contract/index.ts';
import { listText } from '#shared/messages/list.ts';
import { Age } from '../../components/age.tsx';
import { Button } from '../../components/button.tsx';
import { useLanguage, useText } from '../../i18n/use-text.ts';

interface SecretRowProps {
  readonly secret: SecretInfo;
  /** Values cannot be had now. */
  readonly locked: boolean;
  /** Whose key it is for Kimi, by the setting model_keys. */
  readonly providers: readonly string[];
  readonly onReplace: () => void;
  readonly onDelete: () => void;
}

/** A secret's name, how old its value is, and what can be done with it. */
export function SecretRow({ secret, locked, providers, onReplace, onDelete }: SecretRowProps) {
  const t = useText();
  const language = useLanguage();
  const [sure, setSure] = useState(false);
  const { name, rotatedAt, rotateDays, due } = secret;
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-2 border-line border-b px-3 py-1 last:border-b-0">
      <span className="min-w-0 flex-1 truncate font-mono text-sm" title={name}>
        {name}
      </span>
      {due ? <span className="text-needs text-sm">{t('window.secrets.due')}</span> : null}
      {rotateDays === null ? null : <span className="text-ink-3 text-xs">{t('window.secrets.every', { count: rotateDays })}</span>}
      <Age since={rotatedAt} />
      {sure ? (
        <>
          {providers.length === 0 ? null : (
            <p className="basis-full text-needs text-sm">{t('window.secrets.delete.used', { providers: listText(providers, language) })}</p>
          )}
          <Button size="small" look="danger" disabled={locked} onClick={onDelete}>
            {t('window.secrets.delete.sure', { name })}
          </Button>
          <Button size="small" onClick={() => setSure(false)}>
            {t('window.cancel')}
          </Button>
        </>
      ) : (
        <>
          <Button size="small" disabled={locked} aria-label={t('window.secrets.replace.name', { name })} onClick={onReplace}>
            {t('window.secrets.replace')}
          </Button>
          <Button
            size="small"
            look="quiet"
            disabled={locked}
            aria-label={t('window.secrets.delete.name', { name })}
            onClick={() => setSure(true)}
          >
            {t('window.secrets.delete')}
          </Button>
        </>
      )}
    </li>
  );
}
