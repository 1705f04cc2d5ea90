import type { NoticesStore } from '../state/notices-store.ts';
import type { TerminalController } from '../terminal/terminal-controller.ts';
import { isMac, keyCaps } from './keys.ts';

/** Browsers put every picture on the clipboard as one of these. */
const PNG = 'image/png';

/** What copying and pasting need of the window. */
interface ClipboardServices {
  readonly notices: NoticesStore;
  focusedTerminal(): TerminalController | null;
}

/** Puts the focused terminal's selection on the clipboard. */
export function copySelection(services: ClipboardServices): void {
  const text = services.focusedTerminal()?.terminal.getSelection() ?? '';
  if (text === '') return;
  navigator.clipboard.writeText(text).catch(() => services.notices.getState().info('window.notice.clipboard-failed'));
}

/** Pastes the clipboard from a menu. The browser may refuse; the key's own paste event needs no permission, so that is named. */
export function pasteFromClipboard(services: ClipboardServices): void {
  const terminal = services.focusedTerminal();
  if (terminal === null) return;
  navigator.clipboard.readText().then(
    (text) => {
      if (text !== '') terminal.paste(text);
      else pastePicture(terminal);
      terminal.focus();
    },
    () => {
      const mac = isMac(navigator.platform);
      const keys = keyCaps(mac ? 'Cmd+KeyV' : 'Ctrl+Shift+KeyV', mac).join(mac ? '' : '+');
      services.notices.getState().info('window.notice.paste-blocked', { keys });
    },
  );
}

/** Pastes the picture on the clipboard, where there is one and the browser shows it. */
export function pastePicture(terminal: TerminalController): void {
  navigator.clipboard
    .read()
    .then((items) => Promise.all(items.flatMap((item) => (item.types.includes(PNG) ? [item.getType(PNG)] : []))))
    .then(
      (pictures) => {
        if (pictures.length > 0) terminal.pasteFiles(pictures.map((picture) => new File([picture], 'image.png', { type: PNG })));
      },
      // Not allowed, or emptied meanwhile: then nothing was there to be pasted.
      () => undefined,
    );
}
