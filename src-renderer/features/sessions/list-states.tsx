import { CloudOff, Layers, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { actionOf } from '../../actions/actions.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { ActionKey } from '../../components/key-caps.tsx';
import { useText } from '../../i18n/use-text.ts';

const NEW = actionOf('session.new');
/** Widths of the lines of rows that are not there yet, in percent. */
const SKELETON = [64, 48, 72, 40, 56] as const;

/** What stands in the place of the list while there is none: it is on its way, it cannot be had, or there is nothing in it. */
export function NoList() {
  const t = useText();
  const services = useServices();
  const loaded = useStore(services.sessions, (state) => state.loaded);
  const gone = useStore(
    services.link,
    ({ phase }) => phase.kind === 'lost' || phase.kind === 'crowded' || (phase.kind === 'connecting' && phase.attempt > 0),
  );
  if (loaded) {
    return (
      <Said icon={<Layers {...ICON} />} text={t('window.sessions.empty')}>
        <Button onClick={() => NEW.run(services)}>{t('window.stage.first.title')}</Button>
        <ActionKey action={NEW} />
      </Said>
    );
  }
  if (gone) {
    return (
      <Said icon={<CloudOff {...ICON} />} text={t('window.sessions.unreachable')}>
        <Button onClick={() => services.connection.open()}>{t('window.banner.retry')}</Button>
      </Said>
    );
  }
  return (
    <div className="appear-late px-3 pt-2">
      <p role="status" className="text-ink-3 text-sm">
        {t('window.sessions.loading')}
      </p>
      <ul aria-hidden="true" className="mt-2 flex flex-col">
        {SKELETON.map((width) => (
          <li key={width} className="flex h-(--row) items-center gap-2">
            <span className="size-3 shrink-0 rounded-full bg-hover" />
            <span className="h-2 rounded-sm bg-hover" style={{ width: `${width}%` }} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Nothing is what was searched for. */
export function NothingFits() {
  const t = useText();
  const services = useServices();
  const search = useStore(services.list, (state) => state.search ?? '');
  return (
    <Said icon={<SearchX {...ICON} />} text={t('window.sessions.none-fits')} about={search.trim()}>
      <Button onClick={() => services.list.getState().setSearch('')}>{t('window.sessions.search.clear')}</Button>
    </Said>
  );
}

const ICON = { size: 20, strokeWidth: 1.5, 'aria-hidden': true, className: 'text-ink-3' } as const;

interface SaidProps {
  readonly icon: ReactNode;
  readonly text: string;
  readonly about?: string;
  readonly children: ReactNode;
}

function Said({ icon, text, about, children }: SaidProps) {
  return (
    <div className="flex flex-col items-start gap-2 px-3 pt-2">
      {icon}
      <p className="text-ink-2 text-sm">{text}</p>
      {about === undefined ? null : <p className="max-w-full truncate font-mono text-ink-3 text-xs">{about}</p>}
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}
