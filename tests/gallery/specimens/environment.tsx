import { EnvironmentRows } from '#renderer/features/sessions/environment-fields.tsx';
import { type EnvironmentRow, faultsIn } from '#renderer/features/sessions/environment-rows.ts';
import type { Specimen } from '../specimen.ts';

const READY = {
  status: { state: 'ready', store: 'keychain', waiting: 0 },
  list: [{ name: 'anthropic', createdAt: 0, rotatedAt: 0, rotateDays: null, due: false }],
} as const;
const LOCKED = { ...READY, status: { state: 'locked', reason: 'passphrase', waiting: 0 } } as const;

function row(id: string, name: string, more: Partial<EnvironmentRow> = {}): EnvironmentRow {
  return { id, name, from: 'value', value: '', secret: '', ...more };
}

function specimen(id: string, rows: readonly EnvironmentRow[], known: typeof READY | typeof LOCKED | null = READY): Specimen {
  return {
    id: `environment-${id}`,
    width: 448,
    draw: () => <EnvironmentRows rows={rows} faults={faultsIn(rows)} known={known} error={null} onChange={() => undefined} />,
  };
}

const GIVEN = [row('a', 'NODE_ENV', { value: 'development' }), row('b', 'API_KEY', { from: 'secret', secret: 'anthropic' })];

export const ENVIRONMENT: readonly Specimen[] = [
  specimen('blank', [row('a', '')]),
  specimen('given', GIVEN),
  specimen('locked', GIVEN, LOCKED),
  specimen('no-secrets', [row('a', 'API_KEY', { from: 'secret' })], { ...READY, list: [] } as unknown as typeof READY),
  specimen('wrong', [
    row('a', '', { value: 'development' }),
    row('b', '2 WORDS', { value: 'x' }),
    row('c', 'A', { value: 'x' }),
    row('d', 'A', { from: 'secret' }),
    row('e', 'B', { from: 'secret' }),
  ]),
];
