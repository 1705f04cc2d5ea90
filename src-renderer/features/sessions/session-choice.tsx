import type { SessionInfo } from '#shared/contract/index.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { folderBeside, nameTitle } from '../../i18n/format.ts';
import { useText } from '../../i18n/use-text.ts';

/** A session where one is to be chosen: its state's mark, its name and its folder. What is around it, and what choosing does, is the list's. */
export function SessionChoice({ session }: { readonly session: SessionInfo }) {
  const t = useText();
  return (
    <>
      <StateMark state={session.state} label={t(`window.state.${session.state}`)} />
      <span className="truncate" title={nameTitle(session)}>
        {session.name}
      </span>
      <span className="min-w-1/4 flex-1 truncate text-ink-2 text-xs" title={session.cwd}>
        {folderBeside(session)}
      </span>
    </>
  );
}
