import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { errorText } from '#shared/messages/error-text.ts';
import { useReader, useText } from '../i18n/use-text.ts';
import { IconButton } from './icon-button.tsx';

export interface ErrorNoticeProps {
  readonly error: KimiError;
  /** What closes it, beside the words. */
  readonly close?: ReactNode;
}

/** What failed, why, and what to do about it; code and details folded and copyable. */
export function ErrorNotice({ error, close }: ErrorNoticeProps) {
  const t = useText();
  const { what, why, todo } = errorText(error, useReader());
  // The call's name leads to what every process logged about it.
  const details = [error.code, JSON.stringify(error.context), error.call].filter((part) => part !== undefined).join(' ');
  return (
    <div role="alert" className="select-text break-words rounded border border-failed bg-failed-ground px-3 py-2 text-ink">
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 font-semibold">{what}</p>
        {close === undefined ? null : <div className="-my-1 -mr-2 shrink-0">{close}</div>}
      </div>
      {why === '' ? null : <p className="text-ink-2">{why}</p>}
      <p>{todo}</p>
      <details className="mt-1 text-ink-2 text-sm">
        <summary className="cursor-default">{t('window.details')}</summary>
        <div className="flex items-start gap-1">
          <code className="min-w-0 flex-1 select-text break-all py-1 font-mono text-xs">{details}</code>
          <IconButton icon={Copy} label={t('window.copy-details')} onClick={() => void navigator.clipboard.writeText(details)} />
        </div>
      </details>
    </div>
  );
}
