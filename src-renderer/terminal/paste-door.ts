/**
 * The one way of foreign text into a terminal. xterm.js has its own paste handlers, which wrap text in bracketed-paste
 * marks without cleaning it; they must see no paste at all, whatever made it: key, menu, middle button, drop.
 */
export function guardPaste(host: HTMLElement, paste: (text: string) => void): () => void {
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onPaste = (event: ClipboardEvent) => {
    stop(event);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text !== '') paste(text);
  };
  const onDrop = (event: DragEvent) => {
    stop(event);
    const text = event.dataTransfer?.getData('text/plain') ?? '';
    if (text !== '') paste(text);
  };
  const onDragOver = (event: DragEvent) => {
    // Without this the browser would not offer the terminal as a place to drop.
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
  };
  // Pastes that some input methods and menus make without a paste event.
  const onBeforeInput = (event: InputEvent) => {
    if (!/^insertFrom(Paste|PasteAsQuotation|Drop|Yank)$/.test(event.inputType)) return;
    stop(event);
    const text = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
    if (text !== '') paste(text);
  };
  host.addEventListener('paste', onPaste, true);
  host.addEventListener('drop', onDrop, true);
  host.addEventListener('dragover', onDragOver, true);
  host.addEventListener('beforeinput', onBeforeInput, true);
  return () => {
    host.removeEventListener('paste', onPaste, true);
    host.removeEventListener('drop', onDrop, true);
    host.removeEventListener('dragover', onDragOver, true);
    host.removeEventListener('beforeinput', onBeforeInput, true);
  };
}
