import { useText } from '../i18n/use-text.ts';
import type { RefusalReason } from '../rpc/reconnect.ts';

/** Stands alone when the engine will not talk to this page, and says how to get one that it will talk to. */
export function RefusedPage({ reason }: { readonly reason: RefusalReason }) {
  const t = useText();
  return (
    <main className="grid h-full place-items-center overflow-auto bg-canvas p-6">
      <div className="w-full max-w-md rounded border border-line bg-raised p-6">
        <h1 className="font-semibold text-lg">{t('window.refused.title')}</h1>
        <p className="mt-2">{t(`window.refused.${reason}`)}</p>
        <p className="mt-4 text-ink-2">{t('window.refused.how')}</p>
        <Command>kimi-shell serve</Command>
        <p className="text-ink-2">{t('window.refused.checkout')}</p>
        <Command>npm start</Command>
        <p className="mt-4 text-ink-2">{t('window.refused.safe')}</p>
      </div>
    </main>
  );
}

function Command({ children }: { readonly children: string }) {
  return <code className="my-1.5 block select-all rounded border border-line bg-surface px-3 py-1.5 font-mono">{children}</code>;
}
