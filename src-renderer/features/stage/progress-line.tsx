import { ProgressBar, type ProgressBarProps } from '../../components/progress-bar.tsx';

/** Something that takes a while, told at the upper edge of a pane once it has taken a moment. */
export function ProgressLine(props: ProgressBarProps) {
  return (
    <div className="appear-late absolute inset-x-0 top-0 bg-canvas">
      <ProgressBar {...props} />
    </div>
  );
}
