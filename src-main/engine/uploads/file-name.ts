/** File systems take 255 bytes; a letter may have four. */
const LONGEST = 60;

/** What a file is called that somebody else named: a plain name that no file system and no shell reads anything into. */
export function safeFileName(given: string): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"'`|?*%!$&;\ufffd]/gu, '_')
    .replace(/^[.\-~\s]+/u, '')
    .replace(/[.\s]+$/u, '');
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(plain)?.[0] ?? '';
  const stem = [...plain.slice(0, plain.length - ending.length)].slice(0, LONGEST).join('');
  // Devices of Windows, whatever their ending.
  const taken = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem);
  return `${taken ? '_' : ''}${stem === '' ? 'file' : stem}${ending}`;
}
