import { useEffect, useState } from 'react';
import { type Diagnostics, diagnosticsFileName, diagnosticsText } from '#shared/contract/diagnostics.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { saveFile } from '../../components/save-file.ts';
import { useText } from '../../i18n/use-text.ts';
import { toKimiError } from '../../rpc/client.ts';

/** What somebody who helps needs to know: all of it shown before any of it is saved. */
export function DiagnosticsBundle({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const services = useServices();
  const [bundle, setBundle] = useState<Diagnostics | null>(null);
  const [error, setError] = useState<KimiError | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    services.client.system.diagnostics({}, { signal: abort.signal }).then(setBundle, (thrown: unknown) => {
      if (!abort.signal.aborted) setError(toKimiError(thrown));
    });
    return () => abort.abort();
  }, [services]);
  return (
    <DialogFrame wide title={t('window.logs.bundle')} about={t('window.logs.bundle.about')} onClose={onClose}>
      {error === null ? null : <ErrorNotice error={error} />}
      {bundle === null ? (
        <p role="status" className="appear-late py-3 text-ink-3">
          {error === null ? t('window.logs.bundle.busy') : ''}
        </p>
      ) : (
        <textarea
          readOnly
          spellCheck={false}
          aria-label={t('window.logs.bundle.content')}
          value={diagnosticsText(bundle)}
          className="mt-3 min-h-24 w-full grow basis-[70vh] resize-none whitespace-pre-wrap break-words rounded border border-line bg-canvas p-2 font-mono text-xs"
        />
      )}
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={onClose}>{t('window.logs.bundle.cancel')}</Button>
        <Button
          disabled={bundle === null}
          onClick={() => {
            if (bundle === null) return;
            saveFile(diagnosticsFileName(bundle), new Blob([diagnosticsText(bundle)], { type: 'text/plain;charset=utf-8' }));
            onClose();
          }}
        >
          {t('window.logs.bundle.save')}
        </Button>
      </div>
    </DialogFrame>
  );
}
