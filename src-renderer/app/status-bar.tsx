import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { timeText } from '#shared/messages/time.ts';
import { actionOf } from '../actions/actions.ts';
import { ariaKeys } from '../actions/keys.ts';
import { useActionKey } from '../actions/use-action-key.ts';
import { titleWithKey } from '../components/icon-button.tsx';
import { needOf } from '../features/sessions/grouping.ts';
import { isEnded } from '../features/sessions/session-facts.ts';
import { useLanguage, useText } from '../i18n/use-text.ts';
import type { Phase } from '../rpc/reconnect.ts';
import { useServices } from './services.ts';

const NEXT = actionOf('session.next');
const DOT: Record<'open' | 'connecting' | 'gone', string> = { open: 'bg-done', connecting: 'bg-ink-3', gone: 'bg-failed' };

/** Engine, running programs, sessions and version, in one quiet line. */
export function StatusBar() {
  const t = useText();
  const language = useLanguage();
  const { link, sessions } = useServices();
  const phase = useStore(link, (state) => state.phase);
  const status = useStore(link, (state) => state.status);
  const [count, needs, running] = useStore(
    sessions,
    useShallow((state) => {
      const all = Object.values(state.byId);
      // Not what the holders say: they also hold what is nobody's session, like the demo's model.
      return [
        all.length,
        all.filter((session) => needOf(session) === 'needs-you').length,
        all.filter((session) => !isEnded(session)).length,
      ];
    }),
  );
  const standing = standingOf(phase);
  return (
    <footer className="flex h-6 shrink-0 items-center gap-4 overflow-hidden whitespace-nowrap border-line border-t bg-canvas px-3 text-ink-2 text-sm">
      <Item
        className="shrink-0"
        words={t(standing === 'open' ? 'window.status.connected' : standing === 'gone' ? 'window.status.lost' : 'window.status.connecting')}
        title={
          status === null
            ? undefined
            : t('window.status.engine', { pid: status.engine.pid, time: timeText(status.engine.startedAt, language) })
        }
      >
        <span aria-hidden="true" className={`mr-1.5 inline-block size-2 rounded-full ${DOT[standing]}`} />
      </Item>
      {needs === 0 ? null : <NeedsYou count={needs} />}
      {status === null ? null : (
        <Item
          words={t('window.status.programs', { count: running })}
          title={status.holders.map(({ pid, build }) => t('window.status.holder', { pid, build })).join('\n')}
        />
      )}
      <Item words={t('window.status.sessions', { count })} />
      <span className="flex-1" />
      {status?.demo === true ? <Item words={t('window.status.demo')} /> : null}
      {/* In a narrow window the rest is said whole instead; About has the version. */}
      {status === null ? null : (
        <Item className="max-[719px]:hidden" words={t('window.status.version', { version: status.version })} title={status.build} />
      )}
    </footer>
  );
}

/** How many sessions need the person; leads to the next of them. */
function NeedsYou({ count }: { readonly count: number }) {
  const t = useText();
  const services = useServices();
  const keys = useActionKey(NEXT);
  return (
    <button
      type="button"
      aria-keyshortcuts={keys === null ? undefined : ariaKeys(keys)}
      title={titleWithKey(t(NEXT.title), keys)}
      onClick={() => NEXT.run(services)}
      className="-mx-1.5 h-full shrink-0 rounded px-1.5 font-semibold text-needs -outline-offset-2 hover:bg-hover active:bg-pressed"
    >
      {t('window.status.needs', { count })}
    </button>
  );
}

/** Words that may have to give way; hovering tells them whole, and what there is to say more. */
function Item({
  words,
  title,
  className = '',
  children,
}: {
  readonly words: string;
  readonly title?: string | undefined;
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  return (
    <span title={title === undefined ? words : `${words}\n${title}`} className={`min-w-0 truncate ${className}`}>
      {children}
      {words}
    </span>
  );
}

function standingOf(phase: Phase): 'open' | 'connecting' | 'gone' {
  if (phase.kind === 'open') return 'open';
  return phase.kind === 'connecting' && phase.attempt === 0 ? 'connecting' : 'gone';
}
