/** Saves a file by the browser's own way: where downloads go, or where the person says. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  // What no file system takes in a name.
  link.download = name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_');
  link.click();
  URL.revokeObjectURL(link.href);
}
