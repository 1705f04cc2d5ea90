import { z } from 'zod';
import { NotificationId, SessionId, WindowId } from '../ids.ts';
import { procedure } from './base.ts';
import { Said } from './said.ts';
import { SessionInfo } from './sessions.ts';

/**
 * What a notification tells: the agent waits for an approval, asks a question, waits for a word (which kind is not known), or asks
 * whether the folder is trusted; its turn is done or failed; its program ended by itself, or died (it broke down, or the process
 * that held its terminal did).
 */
export const NOTIFICATION_KINDS = ['approval', 'question', 'waiting', 'trust', 'finished', 'failed', 'ended', 'died'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What of a session a notification is about; there is one for each at most. `need`: it goes on only with the person. */
export const NOTIFICATION_SUBJECTS = ['need', 'outcome'] as const;

/** What can be done with a notification without going anywhere else first. More join when approvals can be answered and logs opened. */
export const NOTIFICATION_ACTIONS = ['open', 'restart'] as const;
export type NotificationAction = (typeof NOTIFICATION_ACTIONS)[number];

export const NotificationInfo = z.object({
  id: NotificationId,
  session: SessionId,
  /** The session's. */
  name: z.string(),
  subject: z.enum(NOTIFICATION_SUBJECTS),
  kind: z.enum(NOTIFICATION_KINDS),
  /** One line: the command awaiting approval, the question, the error. */
  detail: z.string().optional(),
  /** The detail as data, where it is the app's own words and no quotation. */
  said: Said.optional(),
  /** Since when it has been so, ms since the epoch. */
  since: z.number(),
  /** Held back because the person is not to be disturbed. */
  held: z.boolean(),
  /** A channel (the desktop, a page) has put it before the person. */
  shown: z.boolean(),
  actions: z.array(z.enum(NOTIFICATION_ACTIONS)),
});
export type NotificationInfo = z.infer<typeof NotificationInfo>;

/** What a channel shows as one: a notification, or many at once as a group. A newer one with the same id takes its place. */
export const ShownNotification = z.object({
  id: z.string(),
  /** Several sessions in one, because they were many at once. */
  group: z.boolean(),
  subject: z.enum(NOTIFICATION_SUBJECTS),
  /** Oldest first. */
  about: z.array(NotificationInfo).min(1),
});
export type ShownNotification = z.infer<typeof ShownNotification>;

/** `until`: ms since the epoch; null: until it is turned off. */
export const DoNotDisturb = z.object({ on: z.boolean(), until: z.number().nullable() });
export type DoNotDisturb = z.infer<typeof DoNotDisturb>;

/** A week: who wants to be left alone for longer turns it off when that is over. */
const MOST_MINUTES = 7 * 24 * 60;

export const notifications = {
  list: procedure({
    role: 'viewer',
    changes: false,
    cli: { command: 'notification list', summary: 'List what you were told and have not seen or handled yet' },
  })
    .input(z.object({}))
    .output(z.array(NotificationInfo)),

  dismiss: procedure({
    role: 'owner',
    changes: true,
    cli: {
      command: 'notification dismiss',
      positional: ['notification'],
      summary: 'Take a notification away; its session stays as it is',
    },
  })
    .input(
      z.object({
        notification: z
          .union([NotificationId, z.literal('all')])
          .meta({ type: 'string' })
          .describe('its id, or all'),
      }),
    )
    .output(z.object({ dismissed: z.number().int() })),

  act: procedure({
    role: 'owner',
    changes: true,
    needsAudit: true,
    cli: {
      command: 'notification act',
      positional: ['notification', 'action'],
      summary: 'Do what a notification offers',
    },
  })
    .input(
      z.object({
        notification: NotificationId.describe('its id'),
        action: z.enum(NOTIFICATION_ACTIONS).default('open').describe('open it in the window used last, or restart what ended'),
      }),
    )
    /** `window`: where it was opened; null when no window is open. */
    .output(z.object({ session: SessionInfo, window: WindowId.nullable() })),

  shown: procedure({
    role: 'owner',
    changes: true,
    unaudited: 'a window says it by itself of each notification that it has drawn',
    cli: { internal: 'the desktop or a page says that it has put notifications before the person' },
  })
    .input(z.object({ notifications: z.array(NotificationId).max(1000) }))
    .output(z.object({})),

  doNotDisturb: procedure({
    role: 'owner',
    changes: true,
    cli: {
      command: 'notification quiet',
      positional: ['set'],
      summary: 'Hold notifications back, or stop holding them back; alone it says what is the case',
    },
  })
    .input(
      z.object({
        set: z.enum(['on', 'off']).optional().describe('on or off; without it nothing changes'),
        minutes: z.number().int().min(1).max(MOST_MINUTES).optional().describe('how long; without it until you turn it off'),
      }),
    )
    .output(DoNotDisturb),
};
