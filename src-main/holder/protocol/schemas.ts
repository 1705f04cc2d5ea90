import { z } from 'zod';
import { CallId } from '#shared/call-id-schema.ts';
import { KimiErrorData } from '#shared/errors/error-data.ts';
import {
  type ChildInfo,
  type ChildSpec,
  type ExitRecord,
  type HolderEvent,
  type HolderInfo,
  LONGEST_LEASE_MS,
  type StopReport,
} from '../types.ts';

/** What a client may do: the engine everything; the gateway read, type and resize; the mirror read. */
export const HolderRole = z.enum(['engine', 'gateway', 'mirror']);
export type HolderRole = z.infer<typeof HolderRole>;

/** A child's id is the name of its folder, and part of a frame whose id is counted by one byte. */
export const ChildId = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);

const Offset = z.number().int().min(0);
/** A terminal's size travels in 16 bits; node-pty refuses zero. */
const Cells = z.number().int().min(1).max(0xffff);

export const HelloMessage = z.object({
  versions: z.tuple([z.number().int(), z.number().int()]),
  key: z.string(),
  role: HolderRole,
});

export const ExitSchema: z.ZodType<ExitRecord> = z.object({
  code: z.number().int().nullable(),
  signal: z.string().nullable(),
  at: z.number(),
});

export const ChildInfoSchema: z.ZodType<ChildInfo> = z.object({
  childId: ChildId,
  kind: z.enum(['pty', 'pipe']),
  pid: z.number().int(),
  startTime: z.string(),
  cols: z.number().int(),
  rows: z.number().int(),
  firstAvailable: Offset,
  end: Offset,
  startedAt: z.number(),
  exit: z.exactOptional(ExitSchema),
});

const HolderInfoSchema: z.ZodType<HolderInfo> = z.object({
  id: z.string(),
  pid: z.number().int(),
  build: z.string(),
  startedAt: z.number(),
  socket: z.string(),
  protocol: z.number().int(),
});

export const WelcomeMessage = z.object({ holder: HolderInfoSchema });
export const RefusedMessage = KimiErrorData;

/** NUL ends a string in the system's calls: one inside would cut an argument short without a word. */
const SystemString = z.string().regex(/^[^\0]*$/, 'contains a NUL character');

export const SpawnParams: z.ZodType<ChildSpec> = z.object({
  childId: ChildId,
  kind: z.enum(['pty', 'pipe']),
  file: SystemString.min(1),
  args: z.array(SystemString),
  cwd: SystemString.min(1),
  env: z.record(SystemString.regex(/^[^=]+$/, 'is no name of a variable'), SystemString),
  cols: Cells,
  rows: Cells,
  keepBytes: z.number().int().min(0),
});

const OneChild = z.object({ childId: ChildId });

/** Parameters of each call. */
export const CALLS = {
  spawn: SpawnParams,
  list: z.undefined(),
  stop: z.object({ childId: ChildId, graceMs: z.number().int().min(0).max(600_000), force: z.boolean() }),
  signal: z.object({ childId: ChildId, signal: z.enum(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL']) }),
  resize: z.object({ childId: ChildId, cols: Cells, rows: Cells }),
  forget: OneChild,
  /** Answered when its turn has come. The lease goes by the call's ref: INPUT and CLOSE frames with it, FAILED when its time is over. */
  lease: z.object({ childId: ChildId, ms: z.number().int().min(1).max(LONGEST_LEASE_MS) }),
  /** The stream goes by the call's ref; no result but its pieces, or FAILED. */
  open: z.object({ childId: ChildId, from: Offset, credit: Offset }),
} as const;
export type CallName = keyof typeof CALLS;

/** Which call of the engine's asks this, for the log. Older clients do not say; one that is no name is as good as none. */
const ForCall = CallId.optional().catch(undefined);

export const CallMessage = z.object({ method: z.string(), params: z.unknown().optional(), call: ForCall });

export const StopReportSchema: z.ZodType<StopReport> = z.object({
  how: z.enum(['already', 'hangup', 'terminated', 'killed']),
  survivors: z.array(z.number().int()),
});

export const EventMessage: z.ZodType<HolderEvent> = z.union([
  z.object({ kind: z.literal('spawned'), child: ChildInfoSchema }),
  z.object({ kind: z.literal('exited'), childId: ChildId, exit: ExitSchema, end: Offset }),
  z.object({ kind: z.literal('resized'), childId: ChildId, cols: z.number().int(), rows: z.number().int() }),
  z.object({ kind: z.literal('disk'), childId: ChildId, state: z.enum(['full', 'ok']) }),
]);
