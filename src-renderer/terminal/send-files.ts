import { FILE_BYTES, FILE_PART_BYTES, LONGEST_PATH, MOST_PATHS } from '#shared/contract/files.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionId } from '#shared/ids.ts';
import type { EngineClient } from '../rpc/client.ts';

/** How far a file is on its way, bytes. */
export interface SendingProgress {
  readonly name: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Hands files to a session, one after the other. Resolves to their paths as they are written in the session's shell.
 * @throws KimiError FILE_TOO_LARGE, before anything is sent; and what the engine refuses
 */
export async function sendFiles(
  client: Pick<EngineClient, 'file'>,
  session: SessionId,
  files: readonly File[],
  onProgress: (progress: SendingProgress | null) => void,
): Promise<readonly string[]> {
  const large = files.find(({ size }) => size > FILE_BYTES);
  if (large !== undefined) throw new KimiError('FILE_TOO_LARGE', { name: large.name, bytes: large.size, limitMiB: FILE_BYTES / 1024 ** 2 });
  const paths: string[] = [];
  try {
    for (const file of files) paths.push(await sendFile(client, session, file, onProgress));
  } finally {
    onProgress(null);
  }
  return paths;
}

async function sendFile(
  client: Pick<EngineClient, 'file'>,
  session: SessionId,
  file: File,
  onProgress: (progress: SendingProgress) => void,
): Promise<string> {
  const { name, size: bytes } = file;
  let upload: string | null = null;
  for (let at = 0; ; at += FILE_PART_BYTES) {
    onProgress({ name, done: at, total: bytes });
    const data = base64(new Uint8Array(await file.slice(at, at + FILE_PART_BYTES).arrayBuffer()));
    const answer = await client.file.put({ session, ...(upload === null ? {} : { upload }), name, bytes, at, data });
    if (answer.file !== null) return answer.file.quoted;
    upload = answer.upload;
  }
}

/**
 * The paths under which files lie on this machine, when all of them do and can be pasted: what is in a name with control characters
 * belongs into no command line, and of such a file a copy has a better one. Null otherwise.
 */
export function ownPaths(files: readonly File[], pathOf: (file: File) => string): readonly string[] | null {
  const paths = files.map(pathOf);
  const usable = (path: string): boolean => path !== '' && path.length <= LONGEST_PATH && !/\p{Cc}/u.test(path);
  return paths.length <= MOST_PATHS && paths.every(usable) ? paths : null;
}

// `String.fromCharCode` takes its letters as arguments, of which engines allow about 65,000.
const LETTERS_AT_ONCE = 0x8000;

function base64(bytes: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < bytes.length; at += LETTERS_AT_ONCE) letters += String.fromCharCode(...bytes.subarray(at, at + LETTERS_AT_ONCE));
  return btoa(letters);
}
