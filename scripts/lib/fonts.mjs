import { existsSync, readFileSync } from 'node:fs';

const STATUS = '/var/lib/dpkg/status';
/** Debian packages with the fonts of pictures and of width checks of wide text. */
const FONTS = ['fonts-dejavu-core', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];

/** Those that are not installed; none where the system has no dpkg to say so. */
export function missingFonts() {
  if (!existsSync(STATUS)) return [];
  const installed = readFileSync(STATUS, 'utf8');
  return FONTS.filter((font) => !installed.includes(`Package: ${font}\nStatus: install ok installed`));
}
