import type { CustomScheme, Protocol } from 'electron';
import { securityHeaders } from '../../doors/page/headers.ts';
import type { StaticFiles } from '../../doors/page/static-files.ts';

const SCHEME = 'app';
/** The origin of our windows, and of nothing else. */
export const APP_ORIGIN = `${SCHEME}://kimi-shell`;
/** What a window shows. */
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** How Chromium is to take the scheme: an origin of its own, a secure context. Said before the app is ready. */
export const APP_SCHEME: CustomScheme = { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } };

/** True for addresses of the app's own page. */
export function isOurs(url: string): boolean {
  // Not by `startsWith`: app://kimi-shell.example begins the same way.
  return originOf(url) === APP_ORIGIN;
}

/** Origin of an address, also of schemes that Node's URL does not know; empty for what is none, or names somebody to log in as. */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host, username, password } = new URL(url);
  return username === '' && password === '' ? `${protocol}//${host}` : '';
}

/**
 * Serves the built page under app://, with the policy of the page server but that it may connect to nobody: its connections are ports.
 * @param read the page's files, which may still be on their way
 */
export function serveApp(protocol: Pick<Protocol, 'handle'>, read: Promise<StaticFiles>): void {
  const headers = securityHeaders([]);
  protocol.handle(SCHEME, async ({ url, method }) => {
    const files = await read;
    const file = isOurs(url) ? files.get(new URL(url).pathname) : undefined;
    if (file === undefined) return new Response(null, { status: 404, headers });
    if (method !== 'GET') return new Response(null, { status: 405, headers: { ...headers, allow: 'GET' } });
    // Files come from memory at once, and a new build must show at the next start.
    return new Response(new Uint8Array(file.body), { headers: { ...headers, 'content-type': file.type, 'cache-control': 'no-store' } });
  });
}
