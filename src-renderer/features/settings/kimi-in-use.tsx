import { wordsOf } from '#shared/messages/fill.ts';
import { useReader, useText } from '../../i18n/use-text.ts';
import { useAgents } from '../agents/use-agents.ts';

/** Which kimi the settings above lead to, or why none: a path with a slip in it is seen here, and not with the next session. */
export function KimiInUse() {
  const t = useText();
  const reader = useReader();
  const { kimi } = useAgents();
  if (kimi === null) return null;
  const { found, version = '', path: used = '', problem, problemSaid } = kimi;
  const problemText = problem === undefined ? t('window.kimi.missing.body') : wordsOf(problem, problemSaid, reader);
  return (
    <p role="status" className={`break-words py-2 text-sm ${found ? 'text-ink-2' : 'text-failed'}`}>
      {found ? t('window.settings.kimi.in-use', { path: used, version }) : problemText}
    </p>
  );
}
