import { Copy, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useServices } from '../app/services.ts';
import { IconButton } from './icon-button.tsx';

export interface DetailsPanelProps {
  /** Of its heading, in the page. */
  readonly id: string;
  readonly title: string;
  /** What is copied, as JSON. */
  readonly subject: object;
  readonly copyLabel: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** All of one row, beside its list, or below it in a narrow window. */
export function DetailsPanel({ id, title, subject, copyLabel, closeLabel, onClose, children }: DetailsPanelProps) {
  const { notices } = useServices();
  return (
    <section
      aria-labelledby={id}
      className="flex max-h-[40%] shrink-0 flex-col border-line border-t bg-canvas min-[900px]:max-h-none min-[900px]:w-80 min-[900px]:border-t-0 min-[900px]:border-l"
    >
      <div className="flex h-8 shrink-0 items-center gap-1 px-3">
        <h2 id={id} className="min-w-0 flex-1 truncate font-semibold" title={title}>
          {title}
        </h2>
        <IconButton
          icon={Copy}
          label={copyLabel}
          onClick={() =>
            navigator.clipboard
              .writeText(JSON.stringify(subject, null, 2))
              .catch(() => notices.getState().info('window.notice.clipboard-failed'))
          }
        />
        <IconButton icon={X} label={closeLabel} onClick={onClose} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-3 pb-3 -outline-offset-2">
        {children}
      </div>
    </section>
  );
}

/** A name and its value, in a list of them (`dl`). */
export function Fact({ name, value, mono = false }: { readonly name: string; readonly value: string; readonly mono?: boolean }) {
  return (
    <div className="flex gap-3">
      <dt className="w-20 shrink-0 break-words text-ink-2">{name}</dt>
      <dd className={`min-w-0 flex-1 select-text whitespace-pre-line break-words ${mono ? 'break-all font-mono text-sm' : ''}`}>{value}</dd>
    </div>
  );
}
