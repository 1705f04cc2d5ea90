import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import type { Failure } from '../../components/error-boundary.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { Pane } from '../../state/layout-tree.ts';
import { crashReport } from './crash-report.ts';

interface PaneCrashedProps {
  readonly pane: Pane;
  readonly failure: Failure;
  readonly onAgain: () => void;
}

/** Stands where a pane could not be drawn; the rest of the window goes on, and so does what runs in the pane. */
export function PaneCrashed({ pane, failure, onAgain }: PaneCrashedProps) {
  const t = useText();
  const services = useServices();
  const status = useStore(services.link, (state) => state.status);
  const folder = useStore(services.sessions, (state) => (pane.session === null ? undefined : state.byId[pane.session]?.cwd));
  const [copied, setCopied] = useState(false);
  const { error } = failure;
  const report = crashReport(failure, status, navigator.userAgent, [status?.dataFolder ?? '', folder ?? '']);
  const copy = () => {
    navigator.clipboard.writeText(report).then(
      () => setCopied(true),
      () => services.notices.getState().info('window.notice.clipboard-failed'),
    );
  };
  return (
    <div role="alert" data-pane={pane.id} className="flex h-full flex-col items-start gap-2 overflow-auto bg-surface p-4">
      <h2 className="font-semibold">{t('window.pane.crashed')}</h2>
      <p className="text-ink-2">{t('window.pane.crashed.safe')}</p>
      <p className="select-text break-words font-mono text-ink-2 text-sm">{error instanceof Error ? error.message : String(error)}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" onClick={onAgain}>
          {t('window.retry')}
        </Button>
        <Button onClick={() => services.layout.getState().closePane(pane.id)}>{t('window.pane.close')}</Button>
        <Button onClick={copy}>
          <Copy size={12} aria-hidden="true" />
          {t('window.pane.crashed.copy')}
        </Button>
        <span role="status" className="text-ink-2 text-sm">
          {copied ? t('window.copied') : ''}
        </span>
      </div>
      <details className="w-full text-ink-2 text-sm">
        <summary className="cursor-default">{t('window.details')}</summary>
        <pre className="select-text whitespace-pre-wrap break-words py-1 font-mono text-xs">{report}</pre>
      </details>
    </div>
  );
}
