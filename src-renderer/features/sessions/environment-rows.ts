import { VARIABLE_NAME } from '#shared/contract/session-words.ts';
import { referenceTo } from '#shared/secret-reference.ts';

/** A variable as it is filled in. What stands in the other kind's field is kept while one changes to and fro. */
export interface EnvironmentRow {
  /** Tells it from the other rows, also when names are the same. */
  readonly id: string;
  readonly name: string;
  readonly from: 'value' | 'secret';
  readonly value: string;
  /** The name of a secret; empty: none is chosen. */
  readonly secret: string;
}

/** What keeps a row from going to the engine. */
export type RowFault = 'no-name' | 'not-a-name' | 'twice' | 'no-secret';

/** A row with nothing in it, to begin with. */
export function blankRow(): EnvironmentRow {
  return { id: crypto.randomUUID(), name: '', from: 'value', value: '', secret: '' };
}

/** The rows in which something stands; the others are not there for the engine. Pure. */
export function filledRows(rows: readonly EnvironmentRow[]): readonly EnvironmentRow[] {
  return rows.filter(({ name, from, value, secret }) => name.trim() !== '' || (from === 'value' ? value : secret) !== '');
}

/** What is wrong with which rows, by their ids; empty when all of them can go to the engine. Of a name that is there twice, the later is wrong. Pure. */
export function faultsIn(rows: readonly EnvironmentRow[]): ReadonlyMap<string, RowFault> {
  const faults = new Map<string, RowFault>();
  const names = new Set<string>();
  for (const row of filledRows(rows)) {
    const fault = faultOf(row, names);
    if (fault !== null) faults.set(row.id, fault);
    names.add(row.name.trim());
  }
  return faults;
}

function faultOf({ name, from, secret }: EnvironmentRow, before: ReadonlySet<string>): RowFault | null {
  const trimmed = name.trim();
  if (trimmed === '') return 'no-name';
  if (!VARIABLE_NAME.test(trimmed)) return 'not-a-name';
  if (before.has(trimmed)) return 'twice';
  return from === 'secret' && secret === '' ? 'no-secret' : null;
}

/** The variables as `session.create` takes them; of a secret only the name goes there. Rows without faults are expected. Pure. */
export function environmentOf(rows: readonly EnvironmentRow[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    filledRows(rows).map(({ name, from, value, secret }) => [name.trim(), from === 'value' ? value : referenceTo(secret)]),
  );
}
