import type { SessionId } from '#shared/ids.ts';
import { formatBytes } from '../i18n/format.ts';
import type { NoticesStore } from '../state/notices-store.ts';
import type { PreferencesStore } from '../state/preferences-store.ts';
import type { SessionsStore } from '../state/sessions-store.ts';
import type { ClipboardRequest } from '../terminal/clipboard-request.ts';

/** What answering needs of the window's services. */
export interface ClipboardServices {
  readonly sessions: SessionsStore;
  readonly notices: NoticesStore;
  readonly preferences: PreferencesStore;
  readonly texts: { readonly language: string };
  setSetting(key: string, value: string): Promise<unknown>;
}

/**
 * Deals with a program that asks for the clipboard (OSC 52). Reading is never allowed; writing only when the person has
 * switched it on, and each write is said, so that nothing is on the clipboard that nobody knows of.
 */
export function answerClipboard(services: ClipboardServices, session: SessionId, request: ClipboardRequest): void {
  const name = services.sessions.getState().byId[session]?.name ?? session;
  const { info } = services.notices.getState();
  const size = (bytes: number) => formatBytes(bytes, services.texts.language);
  switch (request.kind) {
    case 'read':
    case 'malformed':
      return;
    case 'too-large':
      info('window.notice.clipboard-too-large', { session: name, size: size(request.bytes) });
      return;
    case 'write':
      if (!services.preferences.getState().settings.terminal.clipboardWrite) {
        info(
          'window.notice.clipboard-refused',
          { session: name },
          { label: 'window.notice.clipboard-allow', run: () => void services.setSetting('terminal.clipboardWrite', 'true') },
        );
        return;
      }
      navigator.clipboard.writeText(request.text).then(
        () => info('window.notice.clipboard-written', { session: name, size: size(new TextEncoder().encode(request.text).length) }),
        () => info('window.notice.clipboard-failed'),
      );
      return;
  }
}
