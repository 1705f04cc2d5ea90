/** What foreign text and files are handed to. */
export interface PasteDoor {
  readonly paste: (text: string) => void;
  /** `folders`: one is among them, of which a browser has nothing but the name. */
  readonly pasteFiles: (files: readonly File[], folders: boolean) => void;
  /** The event has nothing: browsers hand a picture over with Ctrl+V, and keep it back with Ctrl+Shift+V. */
  readonly pasteNothing: () => void;
}

/**
 * The one way of foreign text into a terminal. xterm.js has its own paste handlers, which wrap text in bracketed-paste
 * marks without cleaning it; they must see no paste at all, whatever made it: key, menu, middle button, drop.
 */
export function guardPaste(host: HTMLElement, { paste, pasteFiles, pasteNothing }: PasteDoor): () => void {
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const take = (data: DataTransfer | null) => {
    if (data === null) return;
    const text = data.getData('text/plain');
    const files = [...data.items].filter(({ kind }) => kind === 'file');
    // A table's cells come as text and as a picture of them: the text is meant. A file comes with its name as text: the file is.
    const named = files.length > 0 && text.trim() === [...data.files].map(({ name }) => name).join('\n');
    if (text !== '' && !named) paste(text);
    else if (files.length > 0) {
      const folders = files.some((item) => item.webkitGetAsEntry()?.isDirectory === true);
      pasteFiles([...data.files], folders);
    } else pasteNothing();
  };
  const onPaste = (event: ClipboardEvent) => {
    stop(event);
    take(event.clipboardData);
  };
  const onDrop = (event: DragEvent) => {
    stop(event);
    take(event.dataTransfer);
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
