import { CircleCheck, CircleDashed, X } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useText } from '../../i18n/use-text.ts';
import { DEMO_STEPS } from '../../state/habits.ts';

/** What to try in the demo; each step is ticked when it has happened. Nothing outside of the demo, or once it was put away. */
export function DemoCard() {
  const t = useText();
  const { link, habits } = useServices();
  const demo = useStore(link, (state) => state.status?.demo === true);
  const { done, dismissed } = useStore(habits.store, (state) => state.demo);
  if (!demo || dismissed) return null;
  const all = done.length === DEMO_STEPS.length;
  return (
    <section aria-label={t('window.demo.title')} className="m-2 rounded border border-line bg-surface p-3 text-sm">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 font-semibold">{t(all ? 'window.demo.all' : 'window.demo.title')}</h3>
        <IconButton
          icon={X}
          label={t('window.demo.dismiss')}
          onClick={() => habits.change((before) => ({ ...before, demo: { ...before.demo, dismissed: true } }))}
        />
      </div>
      <ol className="mt-1 flex flex-col gap-2">
        {DEMO_STEPS.map((step) => {
          const ticked = done.includes(step);
          const Mark = ticked ? CircleCheck : CircleDashed;
          return (
            <li key={step} className="flex gap-2">
              <Mark
                size={14}
                strokeWidth={1.75}
                role="img"
                aria-label={t(ticked ? 'window.demo.done' : 'window.demo.open')}
                className={`mt-px shrink-0 ${ticked ? 'text-done' : 'text-ink-3'}`}
              />
              <span className={ticked ? 'text-ink-3' : 'text-ink-2'}>{t(`window.demo.step.${step}`)}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
