import { AuditDetails } from '#renderer/features/audit/audit-details.tsx';
import { AuditList } from '#renderer/features/audit/audit-list.tsx';
import AuditPage from '#renderer/features/audit/audit-page.tsx';
import { type AuditTask, AuditTaskSaid } from '#renderer/features/audit/audit-tasks.tsx';
import { pageNow } from '#renderer/rpc/page-clock.ts';
import { AUDIT_VERDICTS, type AuditEntry } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { EACH_STATE, LONG } from '../sessions.ts';
import type { Specimen } from '../specimen.ts';

const nothing = () => undefined;
const AT = Date.now() - (pageNow() % 1) - 3 * 3_600_000;
const inside = EACH_STATE[0]?.id ?? 'ses_';

const entry = (seq: number, over: Partial<AuditEntry> = {}): AuditEntry => ({
  seq,
  at: AT,
  caller: { kind: 'cli', role: 'owner', connection: 'outside' },
  procedure: 'session.rename',
  where: { name: 'Garden', ref: 'garden-2', session: inside },
  decision: 'allowed',
  result: 'ok',
  prev: '0'.repeat(64),
  hash: 'a'.repeat(64),
  ...over,
});

const DENIED = entry(4, {
  caller: { kind: 'agent', role: 'agent', session: inside, connection: 'outside' },
  procedure: 'session.delete',
  where: { session: LONG[0]?.id ?? 'ses_' },
  decision: 'denied',
  why: 'needs owner',
  result: 'DENIED',
});
const FAILED = entry(3, { procedure: 'session.create', where: { cwd: '/nowhere/at/all', name: 'x' }, result: 'FOLDER_NOT_FOUND' });
const ENTRIES: readonly AuditEntry[] = [
  DENIED,
  FAILED,
  entry(2, {
    caller: { kind: 'window', role: 'owner', connection: 'page' },
    where: { name: 'A name that is far longer than its column '.repeat(4) },
  }),
  entry(1, { caller: { kind: 'engine', role: 'owner', connection: 'engine' }, procedure: 'audit.gap', where: { missing: 12 } }),
];

const said = (id: string, task: AuditTask): Specimen => ({ id: `audit-${id}`, width: 640, draw: () => <AuditTaskSaid task={task} /> });

export const AUDIT: readonly Specimen[] = [
  { id: 'audit', alone: true, draw: () => <AuditPage /> },
  {
    id: 'audit-list',
    width: 900,
    height: 160,
    sessions: EACH_STATE,
    draw: () => (
      <div className="flex h-full w-full flex-col">
        <AuditList entries={ENTRIES} selected={3} onSelect={nothing} onOlder={nothing} />
      </div>
    ),
  },
  ...([DENIED, FAILED] as const).map(
    (shown): Specimen => ({
      id: `audit-details-${shown.decision}`,
      width: 640,
      height: 400,
      sessions: EACH_STATE,
      draw: () => (
        <div className="flex h-full flex-col justify-end min-[900px]:flex-row">
          <AuditDetails entry={shown} onClose={nothing} />
        </div>
      ),
    }),
  ),
  ...AUDIT_VERDICTS.map((verdict) =>
    said(verdict, { kind: 'verified', verdict: { verdict, at: verdict === 'intact' ? null : 42, entries: 4711 } }),
  ),
  said('verifying', { kind: 'verifying' }),
  said('exporting', { kind: 'exporting', count: 3000 }),
  said('exported', { kind: 'exported', count: 1 }),
  said('failed', {
    kind: 'failed',
    error: new KimiError('AUDIT_DAMAGED', { path: '/home/ada/.local/share/kimi-shell/audit.db', reason: 'missing' }),
  }),
];
