import { z } from 'zod';
import { procedure } from './base.ts';
import { GroupName, MOST_TAGS, Tag } from './labels.ts';
import { SessionInfo, SessionRef } from './sessions.ts';

const Tags = z.array(Tag).min(1).max(MOST_TAGS);

/** How a person arranges sessions; what runs in them hears nothing of it. Part of `session` in the contract. */
export const arrangement = {
  pin: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'session pin', positional: ['session'], summary: 'Keep a session at the top of the list' },
  })
    .input(z.object({ session: SessionRef }))
    .output(SessionInfo),

  unpin: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'session unpin', positional: ['session'], summary: 'Let a session go back to its place in the list' },
  })
    .input(z.object({ session: SessionRef }))
    .output(SessionInfo),

  guard: procedure({
    role: 'owner',
    changes: true,
    cli: {
      command: 'session guard',
      positional: ['session'],
      summary: 'Have a session looked after when the app is closed while its agent works',
    },
  })
    .input(z.object({ session: SessionRef }))
    .output(SessionInfo),

  unguard: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'session unguard', positional: ['session'], summary: 'Let a session go on by itself when the app is closed' },
  })
    .input(z.object({ session: SessionRef }))
    .output(SessionInfo),

  tag: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'session tag', positional: ['session', 'tags...'], summary: 'Give a session tags to find it by' },
  })
    .input(z.object({ session: SessionRef, tags: Tags.describe('tags; one of several words in quotes') }))
    .output(SessionInfo),

  untag: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'session untag', positional: ['session', 'tags...'], summary: 'Take tags of a session away' },
  })
    .input(z.object({ session: SessionRef, tags: Tags.describe('tags; one of several words in quotes') }))
    .output(SessionInfo),

  group: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'session group', positional: ['session', 'group'], summary: 'Put a session into a group of yours, or out of it' },
  })
    .input(z.object({ session: SessionRef, group: GroupName.optional().describe('name of the group; without one, out of its group') }))
    .output(SessionInfo),

  renameGroup: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'group rename', positional: ['group', 'name'], summary: 'Give a group of sessions another name' },
  })
    .input(
      z.object({
        group: GroupName.describe('name of the group'),
        name: GroupName.describe('the new name; when another group has it, both become one'),
      }),
    )
    .output(z.object({ group: GroupName, sessions: z.number().int() })),

  move: procedure({
    role: 'owner',
    changes: true,
    cli: {
      command: 'session move',
      positional: ['session', 'where', 'other'],
      summary: 'Put a session before or after another one: among the pinned when that one is, else into its group',
    },
  })
    .input(
      z.object({
        session: SessionRef,
        where: z.enum(['before', 'after']).describe('on which side of the other session'),
        other: SessionRef.describe('the session it comes to stand beside'),
      }),
    )
    .output(SessionInfo),

  mark: procedure({
    role: 'owner',
    changes: true,
    cli: { command: 'session mark', positional: ['session', 'as'], summary: 'Say that you have seen what a session did, or not yet' },
  })
    .input(z.object({ session: SessionRef, as: z.enum(['read', 'unread']).describe('read or unread') }))
    .output(SessionInfo),
};
