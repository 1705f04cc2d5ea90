import type { NotificationAction, NotificationInfo, ShownNotification } from '../contract/notifications.ts';
import { wordsOf } from '../messages/fill.ts';
import type { Reader } from '../messages/reader.ts';

/** Looks a text of the catalogue up; both the command line's and the window's can. */
export type LookUp = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Whoever shows notifications, with the texts of their language. */
export interface NotificationReader extends Reader {
  readonly lookUp: LookUp;
}

/** Names that a group says; more are counted. */
const NAMED = 4;

/** What a notification says, in the reader's language. Names and details come from programs, and are made one harmless line. */
export function notificationText(
  { subject, group, about }: Pick<ShownNotification, 'subject' | 'group' | 'about'>,
  reader: NotificationReader,
): { readonly title: string; readonly body: string } {
  const { lookUp, language } = reader;
  const [first] = about;
  if (first !== undefined && (!group || about.length === 1)) {
    return { title: lookUp(`notification.${first.kind}`, { name: plain(first.name) }), body: plain(detailText(first, reader)) };
  }
  const names = about.slice(0, NAMED).map(({ name }) => plain(name));
  const more = about.length - names.length;
  return {
    title: lookUp(`notification.many.${subject}`, { count: about.length }),
    body: new Intl.ListFormat(language).format([...names, ...(more > 0 ? [lookUp('notification.more', { count: more })] : [])]),
  };
}

/** What exactly: a quotation as it is, the app's own words in the reader's language. */
export function detailText({ detail = '', said }: Pick<NotificationInfo, 'detail' | 'said'>, reader: Reader): string {
  return wordsOf(detail, said, reader);
}

/** What the button of an action says. */
export function actionText(action: NotificationAction, lookUp: LookUp): string {
  return lookUp(`notification.action.${action}`);
}

/** One line without what could move text about, colour it, or turn its direction. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\u200d' ? character : ''))
    .trim();
}
