import type { NotificationAction, ShownNotification } from '../contract/notifications.ts';
import type { Language } from '../messages/languages.ts';

/** Looks a text of the catalogue up; both the command line's and the window's can. */
export type LookUp = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Names that a group says; more are counted. */
const NAMED = 4;

/** What a notification says, in the reader's language. Names and details come from programs, and are made one harmless line. */
export function notificationText(
  { subject, group, about }: Pick<ShownNotification, 'subject' | 'group' | 'about'>,
  lookUp: LookUp,
  language: Language,
): { readonly title: string; readonly body: string } {
  const [first] = about;
  if (first !== undefined && (!group || about.length === 1)) {
    return { title: lookUp(`notification.${first.kind}`, { name: plain(first.name) }), body: plain(first.detail ?? '') };
  }
  const names = about.slice(0, NAMED).map(({ name }) => plain(name));
  const more = about.length - names.length;
  return {
    title: lookUp(`notification.many.${subject}`, { count: about.length }),
    body: new Intl.ListFormat(language).format([...names, ...(more > 0 ? [lookUp('notification.more', { count: more })] : [])]),
  };
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
