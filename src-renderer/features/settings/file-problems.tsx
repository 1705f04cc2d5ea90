import { CircleAlert } from 'lucide-react';
import { problemLines } from '#shared/settings-problem-lines.ts';
import { groupedProblems, type SettingsProblem, type SettingsProblemGroup } from '#shared/settings-problems.ts';
import { useReader } from '../../i18n/use-text.ts';
import { ProblemList } from './problem-list.tsx';

/** While there is one of these, what somebody changes does not hold, or cannot be changed at all. */
const GRAVE: readonly SettingsProblemGroup[] = ['admin', 'unusable'];

/** What is wrong with the settings and what holds instead, before somebody changes one in vain; nothing when all is well. */
export function FileProblems({ problems }: { readonly problems: readonly SettingsProblem[] }) {
  const reader = useReader();
  const groups = groupedProblems(problems);
  if (groups.size === 0) return null;
  const grave = GRAVE.some((group) => groups.has(group));
  return (
    <div
      role="status"
      className={`flex items-start gap-2 rounded border px-3 py-2 ${grave ? 'border-failed bg-failed-ground' : 'border-needs bg-needs-ground'}`}
    >
      <CircleAlert size={14} strokeWidth={1.75} aria-hidden="true" className={`mt-0.5 shrink-0 ${grave ? 'text-failed' : 'text-needs'}`} />
      <ProblemList groups={problemLines(groups, reader)} />
    </div>
  );
}
