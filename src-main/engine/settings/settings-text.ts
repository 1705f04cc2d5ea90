import { readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, sep } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { readNamedBytes } from '../../holder/durable-file.ts';
import { fileErrorAsKimi } from '../../holder/file-errors.ts';
import { lineNotUtf8 } from '../../holder/utf8.ts';
import { writeFileAtomic } from '../store/index.ts';

/** So many links one behind the other are what Linux follows (MAXSYMLINKS). */
const MOST_LINKS = 40;

/** What was read of a settings file. */
export interface SettingsText {
  readonly text: string;
  /** The first line that is no UTF-8, from 1; null when all of the file was read. Written again, the text would not be what the file was. */
  readonly notUtf8: number | null;
}

/** The text of a settings file; an empty one where there is none. @throws KimiError FILE_UNREADABLE: what is in it is then not known */
export async function readSettingsText(path: string): Promise<SettingsText> {
  const bytes = (await readNamedBytes(path)) ?? Buffer.of();
  return { text: bytes.toString('utf8'), notUtf8: lineNotUtf8(bytes) };
}

/**
 * Replaces a settings file as a whole. Of a link, as those have it who keep their settings in another folder, what it leads to is replaced and the
 * link stays; where it leads to nothing, that is made.
 * @throws NodeJS.ErrnoException | KimiError DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL, which name what the link leads to
 */
export async function writeSettingsText(path: string, text: string): Promise<void> {
  let file = path;
  try {
    file = await endOfLinks(path);
    await writeFileAtomic(file, text);
  } catch (error) {
    throw file === path ? error : fileErrorAsKimi(error, file);
  }
}

/** What a path leads to in the end, whether it is there or not: the path itself when it is no link. @throws KimiError DATA_FOLDER_UNWRITABLE */
export async function endOfLinks(path: string): Promise<string> {
  let at = path;
  for (let left = MOST_LINKS; left > 0; left -= 1) {
    let leads: string;
    try {
      leads = await readlink(at);
    } catch {
      // No link, or nothing at all; what else is wrong with it, who writes it is told.
      return at;
    }
    // Put together by hand: what lies behind “..” depends on which of the folders are links, and only the system knows that.
    at = isAbsolute(leads) ? leads : `${await realpath(dirname(at))}${sep}${leads}`;
  }
  throw new KimiError('DATA_FOLDER_UNWRITABLE', { path, reason: 'ELOOP' });
}
