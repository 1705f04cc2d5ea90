import type { App, Session, Shell, WebContents } from 'electron';
import type { Logger } from '../../../engine/types.ts';
import { isOurs, originOf } from '../app-protocol.ts';

/** What the page may do that Chromium asks for: copy and paste, of its own accord as terminals do. */
const PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-read', 'clipboard-sanitized-write']);

/** What a link in a terminal may open outside: web pages and mail, nothing that would start a program by its name. */
const OUTSIDE: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/** Which addresses windows may show: the app's own page, and the page of an engine that another host runs once it is admitted. */
export class Origins {
  private readonly admitted = new Set<string>();

  admit(origin: string): void {
    this.admitted.add(origin);
  }

  has(url: string): boolean {
    return isOurs(url) || this.admitted.has(originOf(url));
  }
}

/** Denies what is not named: permissions, devices, captures. */
export function hardenSession(session: Session, origins: Origins, logger: Logger): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    const granted = PERMISSIONS.has(permission) && origins.has(requestingUrl);
    if (!granted) logger.warn('a permission was denied', { permission, url: requestingUrl });
    answer(granted);
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => PERMISSIONS.has(permission) && origins.has(origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
}

export interface ContentsParts {
  readonly app: Pick<App, 'on'>;
  readonly shell: Pick<Shell, 'openExternal'>;
  readonly origins: Origins;
  readonly logger: Logger;
}

/** Keeps every content on our own pages: it goes nowhere, opens no window, holds no <webview>. */
export function hardenContents({ app, shell, origins, logger }: ContentsParts): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { readonly url: string; preventDefault(): void }): void => {
      if (origins.has(event.url)) return;
      event.preventDefault();
      logger.warn('a navigation was denied', { url: event.url });
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url, shell, logger);
      return { action: 'deny' };
    });
  });
}

function openOutside(url: string, shell: Pick<Shell, 'openExternal'>, logger: Logger): void {
  if (!URL.canParse(url) || !OUTSIDE.has(new URL(url).protocol)) {
    logger.warn('an address was not opened', { url });
    return;
  }
  shell.openExternal(url).catch((error: unknown) => logger.warn('no program opened an address', { url, reason: String(error) }));
}

/** The frame of a message, when it is the top frame of a page of ours: nobody else is listened to. */
export function ownTopFrame(event: { readonly senderFrame: WebContents['mainFrame'] | null }): WebContents['mainFrame'] | null {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOurs(frame.url) ? frame : null;
}
