import { Suspense } from 'react';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { useText } from '../../i18n/use-text.ts';
import { About } from './about.tsx';

/** The facts of the settings page's end, from anywhere in the window. */
export default function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  return (
    <DialogFrame title={t('window.action.about')} onClose={onClose}>
      <Suspense fallback={null}>
        <About checkAtOnce />
      </Suspense>
      {/* In sight while what the doctor found is longer than the window. */}
      <div className="sticky -bottom-4 -mx-4 -mb-4 flex justify-end bg-raised px-4 pt-2 pb-4">
        <Button onClick={onClose}>{t('window.close')}</Button>
      </div>
    </DialogFrame>
  );
}
