/** What a program asked of the clipboard (OSC 52). */
export type ClipboardRequest =
  | { readonly kind: 'write'; readonly text: string }
  /** Programs may never read the clipboard, so a request for it is dropped. */
  | { readonly kind: 'read' }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'malformed' };

/** Longest text a program may put on the clipboard, bytes; tmux and others draw the line at or below a megabyte too. */
export const CLIPBOARD_MOST_BYTES = 1024 * 1024;

/** Reads the payload of an OSC 52: `<selection>;<base64 or ?>`. */
export function parseClipboardRequest(data: string): ClipboardRequest {
  const semicolon = data.indexOf(';');
  if (semicolon === -1) return { kind: 'malformed' };
  const payload = data.slice(semicolon + 1);
  if (payload === '?') return { kind: 'read' };
  const bytes = Math.floor((payload.length * 3) / 4);
  if (bytes > CLIPBOARD_MOST_BYTES) return { kind: 'too-large', bytes };
  let binary: string;
  try {
    binary = atob(payload);
  } catch {
    return { kind: 'malformed' };
  }
  const text = new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)));
  return { kind: 'write', text };
}
