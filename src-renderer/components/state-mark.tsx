import type { ReactNode } from 'react';
import type { SessionStateName } from '#shared/contract/index.ts';

const COLOUR: Record<SessionStateName, string> = {
  starting: 'text-accent',
  working: 'text-accent',
  trust: 'text-needs-mark',
  waiting: 'text-needs-mark',
  failed: 'text-failed',
  finished: 'text-done',
  idle: 'text-ink-3',
  exited: 'text-ink-3',
};

/** Each state has a shape of its own, so that colour is never the only difference. */
const SHAPE: Record<SessionStateName, ReactNode> = {
  starting: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.1 2.1" />,
  working: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  trust: <path d="M6 1 10.5 2.8V6c0 2.6-1.8 4.3-4.5 5.2C3.3 10.3 1.5 8.6 1.5 6V2.8Z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  waiting: <path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="currentColor" />,
  failed: <path d="M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  finished: (
    <path d="M2 6.5 4.8 9.3 10 3.2" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
  ),
  idle: <circle cx="6" cy="6" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  exited: <path d="M2.5 6h7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
};

/** A state as shape and colour; `label` gives it a word where none stands beside it. */
export function StateMark({ state, label }: { readonly state: SessionStateName; readonly label?: string }) {
  return (
    <span className={`shrink-0 ${COLOUR[state]}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {SHAPE[state]}
      </svg>
      {label === undefined ? null : <span className="sr-only">{label}</span>}
    </span>
  );
}
