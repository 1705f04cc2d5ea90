import { z } from 'zod';

/**
 * Prefixes of every id in the product. An id is `<prefix>_<ULID>`: sortable by creation time, readable in a
 * log, and impossible to pass where another kind of id is meant.
 */
export const ID_PREFIXES = ['ses', 'trm', 'win', 'hld', 'evt', 'ntf'] as const;
export type IdPrefix = (typeof ID_PREFIXES)[number];

const ULID = '[0-9A-HJKMNP-TV-Z]{26}';

/** Schema of one kind of id, for example `idOf('ses')` accepts `ses_01J…` and nothing else. */
export function idOf<P extends IdPrefix>(prefix: P): z.ZodTemplateLiteral<`${P}_${string}`> {
  return z.templateLiteral([`${prefix}_`, z.string().regex(new RegExp(`^${ULID}$`))]) as unknown as z.ZodTemplateLiteral<`${P}_${string}`>;
}

export const SessionId = idOf('ses');
export type SessionId = z.infer<typeof SessionId>;
export const TerminalId = idOf('trm');
export type TerminalId = z.infer<typeof TerminalId>;
export const WindowId = idOf('win');
export type WindowId = z.infer<typeof WindowId>;
export const NotificationId = idOf('ntf');
export type NotificationId = z.infer<typeof NotificationId>;
