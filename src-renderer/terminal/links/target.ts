/** Why a person should look twice before following a link. */
export type LinkWarning =
  /** The text is the address of another place. */
  | 'disguised'
  /** The name has letters that look like others. */
  | 'look-alike'
  /** Something like an address stands before an @, where it means nothing. */
  | 'account';

/** Where a link on the web leads. */
export interface WebTarget {
  readonly kind: 'web';
  /** The address as it will be opened. */
  readonly target: string;
  /** The part of it that decides where it leads, and where in the address that begins; a mail address has none. */
  readonly host: { readonly name: string; readonly at: number } | null;
  readonly warning: LinkWarning | null;
}

/** What becomes of a link: followed, opened as a file, or refused. */
export type LinkTarget =
  | WebTarget
  | { readonly kind: 'file'; readonly uri: string }
  | { readonly kind: 'refused'; readonly scheme: string };

const FOLLOWED = new Set(['http:', 'https:', 'mailto:']);

/** Endings of names that are surely hosts: `index.ts` and `main.rs` are files, though both are somebody's domain. */
const ENDINGS = 'com|org|net|io|cn|dev|app|gov|edu|co|ai|info|de|jp|uk|eu|me';
const ADDRESS = new RegExp(
  `^\\s*(?:https?://(?:[^/@\\s]*@)?([^/:?#\\s]+)|((?:www\\.[^/:?#\\s]+)|(?:[\\p{L}\\p{N}-]+\\.)+(?:${ENDINGS}))(?=[/:?#\\s]|$))`,
  'iu',
);

/**
 * Where a link leads, and whether it looks like it leads elsewhere. The URL parser writes look-alike host names in their ASCII form (xn--…), so that
 * what is shown is where it goes.
 * @param shown the text that is underlined
 */
export function linkTarget(uri: string, shown: string): LinkTarget {
  let url: URL;
  try {
    url = new URL(uri);
  } catch {
    return { kind: 'refused', scheme: '' };
  }
  if (url.protocol === 'file:') return { kind: 'file', uri };
  if (!FOLLOWED.has(url.protocol)) return { kind: 'refused', scheme: url.protocol.slice(0, 40) };
  return { kind: 'web', target: url.href, host: hostOf(url), warning: warningOf(url, shown) };
}

function hostOf({ href, host, protocol, username, password }: URL): WebTarget['host'] {
  if (host === '') return null;
  const account = username === '' && password === '' ? '' : `${username}${password === '' ? '' : `:${password}`}@`;
  return { name: host, at: href.indexOf(host, `${protocol}//${account}`.length) };
}

function warningOf(url: URL, shown: string): LinkWarning | null {
  const address = ADDRESS.exec(shown);
  const named = address?.[1] ?? address?.[2];
  if (named !== undefined && plainHost(named) !== plainHost(url.hostname)) return 'disguised';
  if (/(^|\.)xn--/.test(url.hostname)) return 'look-alike';
  return url.protocol !== 'mailto:' && url.username !== '' ? 'account' : null;
}

/** A host's name as the URL parser writes it, without what makes no difference. */
function plainHost(name: string): string {
  let host = name;
  try {
    host = new URL(`https://${name}`).hostname;
  } catch {
    // No name of a host: it differs from every other as it is.
  }
  return host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');
}

/** Opens an address in a browser tab of its own that knows nothing of this window. */
export function openTarget({ target }: Pick<WebTarget, 'target'>): void {
  window.open(target, '_blank', 'noopener,noreferrer');
}
