import { z } from 'zod';
import { SessionId, WindowId } from '../ids.ts';
import { DoNotDisturb, ShownNotification } from './notifications.ts';
import { SessionInfo } from './sessions.ts';
import { Settings } from './settings.ts';

export { HEARTBEAT_MS, MISSED_HEARTBEATS } from './heartbeat.ts';

/** Events kept for readers that come back: about a day of fifty busy sessions. An older position is answered by a `reset`. */
export const KEPT_EVENTS = 10_000;

/**
 * Number of an event: counts up by one in a data folder, over all engines that it ever had. Null for one that could not be kept
 * (the disk was full): readers hear it now, and who was away is sent a `reset` instead.
 */
const Seq = z.number().int().min(0);
const KeptSeq = Seq.nullable();

/** How far all programs in terminals together are that say so (OSC 9;4): for an icon in a dock or taskbar. */
export const Progress = z.object({ kind: z.enum(['percent', 'error', 'paused']), percent: z.number().int().min(0).max(100) });
export type Progress = z.infer<typeof Progress>;

/** What happened. These are kept, and a reader that names the last one it has seen gets all that came after. */
export const Happening = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.changed'), seq: KeptSeq, session: SessionInfo }),
  z.object({ type: z.literal('session.removed'), seq: KeptSeq, id: SessionId }),
  z.object({ type: z.literal('window.focus'), seq: KeptSeq, window: WindowId, session: SessionId }),
  /** Somebody proposes a new session: the window opens the dialog for it, filled in. */
  z.object({ type: z.literal('window.propose'), seq: KeptSeq, window: WindowId, cwd: z.string().optional(), name: z.string().optional() }),
  /** The person chose an action of the window outside of it, as in a menu of the system. */
  z.object({ type: z.literal('window.act'), seq: KeptSeq, window: WindowId, action: z.string() }),
  /** Somebody changed a setting: a window, a command, or the person in the file. All of them as they are now. */
  z.object({ type: z.literal('settings.changed'), seq: KeptSeq, settings: Settings }),
  z.object({
    type: z.literal('notice'),
    seq: KeptSeq,
    /** The window that it is for, which came later than the others who were told; all when there is none. */
    window: WindowId.optional(),
    message: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** One is put before the person, or takes the place of the one with its id. `alert`: it tells something new. */
  z.object({ type: z.literal('notification.shown'), seq: KeptSeq, notification: ShownNotification, alert: z.boolean() }),
  /** One is taken back: seen, handled, or no longer true. */
  z.object({ type: z.literal('notification.removed'), seq: KeptSeq, id: z.string() }),
  z.object({ type: z.literal('doNotDisturb.changed'), seq: KeptSeq, doNotDisturb: DoNotDisturb }),
  /** Told to who listens at the moment, and never kept. */
  z.object({ type: z.literal('progress.changed'), seq: KeptSeq, progress: Progress.nullable() }),
]);
export type Happening = z.infer<typeof Happening>;

/** Why a reader cannot go on from where it was. */
export const RESET_REASONS = ['too-old', 'unknown', 'gap'] as const;

/** What windows and followers hear: happenings, and what the stream says about itself. */
export const EngineEvent = z.discriminatedUnion('type', [
  /** The whole state as of event `seq`; what comes after it follows. */
  z.object({
    type: z.literal('snapshot'),
    seq: Seq,
    sessions: z.array(SessionInfo),
    /** What is before the person. An engine of a version before these fields has none. */
    notifications: z.array(ShownNotification).optional(),
    doNotDisturb: DoNotDisturb.optional(),
    progress: Progress.nullable().optional(),
  }),
  /**
   * What the reader asked to go on from is no longer kept (`too-old`), was never given out here (`unknown`), or something after
   * it could not be kept (`gap`): what it knows is stale as a whole. The snapshot comes next.
   */
  z.object({ type: z.literal('reset'), seq: Seq, reason: z.enum(RESET_REASONS) }),
  /** The engine lives and `seq` is the newest event, which the reader has. `at`: ms since the epoch. */
  z.object({ type: z.literal('heartbeat'), seq: Seq, at: z.number() }),
  ...Happening.options,
]);
export type EngineEvent = z.infer<typeof EngineEvent>;
