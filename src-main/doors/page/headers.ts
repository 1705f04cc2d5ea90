/**
 * The page's Content-Security-Policy. `sockets` are the WebSocket origins it may connect to besides its own.
 *
 * style-src has 'unsafe-inline' because xterm.js 6 cannot do without: its DOM renderer makes <style> elements for theme and cell
 * size and writes style attributes for 24-bit colours, with no way to hand it a nonce, and the content of both changes while
 * it runs, so hashes do not help. With default-src 'none' a style that an attacker managed to inject could load nothing.
 */
export function contentSecurityPolicy(sockets: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...sockets].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers that every answer of the page server carries. There is no CORS header and no cookie among them, and never will be. */
export function securityHeaders(sockets: readonly string[]): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(sockets),
    'x-content-type-options': 'nosniff',
    // Old browsers that know no frame-ancestors.
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=(), display-capture=()',
  };
}
