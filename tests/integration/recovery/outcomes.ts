import type { Part } from '../../support/ordeal.ts';

/** What happens when processes are killed: a row of the table in docs/recovery.md, and a test. */
export interface Outcome {
  readonly killed: readonly Part[];
  readonly sees: string;
  readonly goesOn: string;
  readonly lost: string;
  /** When everything is as before, ms. */
  readonly backMs: number;
}

const ALL_RUNS = 'agents, recording, events';
const NAMED = 'its programs and terminals, each named as still running or gone';
const FROZEN = 'terminals stand still for a moment';
const BANNER = 'the banner “engine lost”, the last screens';
const OFFERED = 'its sessions as ended, to be started again';

/** One by one, and each pair. */
export const OUTCOMES: readonly Outcome[] = [
  { killed: ['gateway'], sees: FROZEN, goesOn: ALL_RUNS, lost: 'nothing', backMs: 10_000 },
  { killed: ['mirror'], sees: 'nothing', goesOn: `${ALL_RUNS}, open terminals`, lost: 'nothing', backMs: 10_000 },
  { killed: ['engine'], sees: BANNER, goesOn: 'agents, recording', lost: 'nothing', backMs: 10_000 },
  { killed: ['holder'], sees: OFFERED, goesOn: 'engine, windows, recordings', lost: NAMED, backMs: 10_000 },
  { killed: ['gateway', 'mirror'], sees: FROZEN, goesOn: ALL_RUNS, lost: 'nothing', backMs: 10_000 },
  { killed: ['gateway', 'engine'], sees: BANNER, goesOn: 'agents, recording', lost: 'nothing', backMs: 10_000 },
  { killed: ['gateway', 'holder'], sees: OFFERED, goesOn: 'engine, windows, recordings', lost: NAMED, backMs: 10_000 },
  { killed: ['mirror', 'engine'], sees: BANNER, goesOn: 'agents, recording', lost: 'nothing', backMs: 10_000 },
  { killed: ['mirror', 'holder'], sees: OFFERED, goesOn: 'engine, windows, recordings', lost: NAMED, backMs: 10_000 },
  { killed: ['engine', 'holder'], sees: `${BANNER}, then ${OFFERED}`, goesOn: 'recordings', lost: NAMED, backMs: 10_000 },
];

/** Name of a row. */
export function nameOf({ killed }: Pick<Outcome, 'killed'>): string {
  return killed.join(' and ');
}

/** The table as it stands in docs/recovery.md. */
export function outcomesTable(): string {
  const rows = OUTCOMES.map((outcome) => {
    const back = `${outcome.backMs / 1000} s${outcome.killed.includes('engine') ? ' after its start' : ''}`;
    return `| ${nameOf(outcome)} | ${outcome.sees} | ${outcome.goesOn} | ${outcome.lost} | ${back} |`;
  });
  return ['| Killed | A person sees | Goes on | Lost | Back within |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
