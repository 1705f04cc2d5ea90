export interface ProgressBarProps {
  readonly done: number;
  readonly total: number;
  /** What is going on and how far it is, in words; the words are under the bar. */
  readonly text: string;
}

/** How far something is whose length is known. */
export function ProgressBar({ done, total, text }: ProgressBarProps) {
  return (
    <>
      <progress
        className="block h-0.5 w-full appearance-none [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        aria-label={text}
        max={Math.max(total, 1)}
        value={done}
      />
      <p className="truncate px-3 py-0.5 text-ink-2 text-sm">{text}</p>
    </>
  );
}
