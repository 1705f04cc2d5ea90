import { posix, win32 } from 'node:path';
import { SessionName } from '#shared/contract/labels.ts';
import { SessionId } from '#shared/ids.ts';
import { LINK_SCHEME } from './scheme.ts';

/**
 * What a link may ask for. Anybody can make one and any page can open it, so a link selects or proposes and never runs: it carries no
 * message, no arguments and no environment, and what it proposes stands in a dialog that the person reads first.
 */
export type Link =
  | { readonly kind: 'show' }
  | { readonly kind: 'session'; readonly session: SessionId }
  | { readonly kind: 'propose'; readonly cwd?: string; readonly name?: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Longer than any path that a system takes; what is longer is not looked at. */
const MOST_CHARACTERS = 8192;
const refused = (reason: string): Link => ({ kind: 'refused', reason });

/**
 * Reads a link: `kimi-shell://`, `kimi-shell://session/<id>` or `kimi-shell://new?folder=<absolute path>&name=<name>`. Pure: whether the
 * session or the folder exists is not looked at.
 * @param platform decides what an absolute path is
 */
export function parseLink(text: string, platform: NodeJS.Platform = process.platform): Link {
  if (text.length > MOST_CHARACTERS) return refused('it is too long');
  if (!URL.canParse(text)) return refused('it is no address');
  const url = new URL(text);
  if (url.protocol !== `${LINK_SCHEME}:`) return refused('it is an address of something else');
  if (url.username !== '' || url.password !== '' || url.port !== '' || url.hash !== '') return refused('it says more than a link may');
  const path = url.pathname.replace(/^\/|\/$/g, '');
  switch (url.hostname.toLowerCase()) {
    case '':
      return path === '' && url.search === '' ? { kind: 'show' } : refused('it asks for something unknown');
    case 'session': {
      const session = SessionId.safeParse(path);
      if (url.search !== '') return refused('it says more than a link may');
      return session.success ? { kind: 'session', session: session.data } : refused('it names no session');
    }
    case 'new':
      return path === '' ? proposal(url.searchParams, platform) : refused('it asks for something unknown');
    default:
      return refused('it asks for something unknown');
  }
}

function proposal(params: URLSearchParams, platform: NodeJS.Platform): Link {
  const known = new Set(['folder', 'name']);
  const keys = [...params.keys()];
  if (keys.some((key) => !known.has(key)) || new Set(keys).size < keys.length) return refused('it says more than a link may');
  const [folder, wanted] = [params.get('folder'), params.get('name')];
  if (folder !== null && !isLocalFolder(folder, platform)) return refused('its folder is no absolute path on this machine');
  const name = wanted === null ? null : SessionName.safeParse(wanted);
  if (name?.success === false) return refused('its name cannot be one');
  return { kind: 'propose', ...(folder === null ? {} : { cwd: folder }), ...(name === null ? {} : { name: name.data }) };
}

/** A path on another machine is asked for with the person's password (its hash), as soon as anything looks whether it is there. */
function isLocalFolder(path: string, platform: NodeJS.Platform): boolean {
  if (/\p{Cc}/u.test(path)) return false;
  return platform === 'win32' ? win32.isAbsolute(path) && /^[a-z]:[\\/]/i.test(path) : posix.isAbsolute(path) && !path.startsWith('//');
}
