import { useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { blankRow, type EnvironmentRow, environmentOf, faultsIn, filledRows, type RowFault } from './environment-rows.ts';

/** What is filled in of a new session's environment. */
export interface WantedEnvironment {
  readonly rows: readonly EnvironmentRow[];
  /** By the rows' ids; nobody is told of any before the first try to start. */
  readonly faults: ReadonlyMap<string, RowFault>;
  readonly open: boolean;
  readonly count: number;
  readonly setRows: (rows: readonly EnvironmentRow[]) => void;
  readonly setOpen: (open: boolean) => void;
  /** The variables for `session.create`; null when something is wrong, which is on show then. */
  readonly take: () => Readonly<Record<string, string>> | null;
}

const NO_FAULTS: ReadonlyMap<string, RowFault> = new Map();

/** Keeps what is filled in, also while its part of the dialog is folded. */
export function useEnvironment(): WantedEnvironment {
  const [rows, setRows] = useState<readonly EnvironmentRow[]>([]);
  const [open, setOpen] = useState(false);
  const [tried, setTried] = useState(false);
  const faults = useMemo(() => (tried ? faultsIn(rows) : NO_FAULTS), [tried, rows]);
  return {
    rows,
    faults,
    open,
    count: filledRows(rows).length,
    setRows,
    setOpen: (wanted) => {
      setOpen(wanted);
      if (wanted && rows.length === 0) setRows([blankRow()]);
    },
    take: () => {
      const fine = faultsIn(rows).size === 0;
      // Drawn within the key that asked: the caret goes to what is wrong.
      flushSync(() => {
        setTried(true);
        if (!fine) setOpen(true);
      });
      return fine ? environmentOf(rows) : null;
    },
  };
}
