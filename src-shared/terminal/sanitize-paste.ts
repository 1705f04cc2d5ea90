// Released xterm.js 6.0.0 wraps pasted text in bracketed-paste marks without removing ESC from it, so pasted text can
// close the bracket and run as typed input (fixed on its master only). The kernel's line discipline acts on some C0
// controls even outside bracketed mode, and U+0080..U+009F hold one-character forms of the same escape sequences.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;

/** Text as it may be pasted into a terminal: C0 and C1 controls and DEL are taken out; tab and line ends stay. */
export function sanitizePaste(text: string): string {
  return text.replace(CONTROLS, '');
}

/** Bytes to write for a paste: line ends become CR (what Enter sends), and bracketed when the program asked for it. */
export function encodePaste(text: string, bracketed: boolean): string {
  const clean = sanitizePaste(text).replace(/\r?\n/g, '\r');
  return bracketed ? `\u001b[200~${clean}\u001b[201~` : clean;
}
