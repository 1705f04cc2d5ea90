export interface ProgressLineProps {
  readonly done: number;
  readonly total: number;
  /** What is going on and how far it is, in words. */
  readonly text: string;
}

/** Something that takes a while, told at the upper edge of a pane once it has taken a moment. */
export function ProgressLine({ done, total, text }: ProgressLineProps) {
  return (
    <div className="appear-late absolute inset-x-0 top-0 bg-canvas">
      <progress
        className="block h-0.5 w-full appearance-none [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        aria-label={text}
        max={Math.max(total, 1)}
        value={done}
      />
      <p className="truncate px-3 py-0.5 text-ink-2 text-sm">{text}</p>
    </div>
  );
}
