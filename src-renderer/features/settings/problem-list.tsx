import type { ProblemLines } from '#shared/settings-problem-lines.ts';

/** What is wrong with the settings, a line each, and above those of a kind what to do about them. */
export function ProblemList({ groups }: { readonly groups: readonly ProblemLines[] }) {
  return (
    <div className="flex min-w-0 select-text flex-col gap-2 break-words">
      {groups.map(({ group, about, lines }) => (
        <div key={group}>
          <p>{about}</p>
          <ul className="list-disc pl-5">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
