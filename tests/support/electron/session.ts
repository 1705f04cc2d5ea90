import type { CustomScheme, Protocol, Session } from 'electron';
import type { PageRequest, PageResponse } from './wire.ts';

/** Permissions that Chromium can be told to grant; the session's handlers are asked for each. */
const ASKED = ['clipboard-read', 'clipboard-sanitized-write', 'notifications', 'geolocation', 'media', 'midi'] as const;

type Handler = (request: Request) => Response | Promise<Response>;

/** `protocol` of a session: the schemes that the app serves. */
export class ProtocolDouble implements Pick<Protocol, 'handle'> {
  readonly #handlers = new Map<string, Handler>();

  handle(scheme: string, handler: (request: GlobalRequest) => GlobalResponse | Promise<GlobalResponse>): void {
    this.#handlers.set(scheme, handler as unknown as Handler);
  }

  async answer({ url, method, headers }: PageRequest): Promise<PageResponse> {
    const handler = this.#handlers.get(url.split(':', 1)[0] ?? '');
    if (handler === undefined) return { status: 404, headers: [], body: new Uint8Array() };
    const response = await handler(new Request(url, { method, headers }));
    return { status: response.status, headers: [...response.headers], body: new Uint8Array(await response.arrayBuffer()) };
  }
}

/** `session.defaultSession`: who is asked for permissions. */
export class SessionDouble
  implements
    Pick<
      Session,
      'setDevicePermissionHandler' | 'setDisplayMediaRequestHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
    >
{
  readonly protocol = new ProtocolDouble();
  checkHandler: Parameters<Session['setPermissionCheckHandler']>[0] = null;
  requestHandler: Parameters<Session['setPermissionRequestHandler']>[0] = null;
  deviceHandler: Parameters<Session['setDevicePermissionHandler']>[0] = null;
  displayMediaHandler: Parameters<Session['setDisplayMediaRequestHandler']>[0] = null;

  setPermissionCheckHandler(handler: Parameters<Session['setPermissionCheckHandler']>[0]): void {
    this.checkHandler = handler;
  }

  setPermissionRequestHandler(handler: Parameters<Session['setPermissionRequestHandler']>[0]): void {
    this.requestHandler = handler;
  }

  setDevicePermissionHandler(handler: Parameters<Session['setDevicePermissionHandler']>[0]): void {
    this.deviceHandler = handler;
  }

  setDisplayMediaRequestHandler(handler: Parameters<Session['setDisplayMediaRequestHandler']>[0]): void {
    this.displayMediaHandler = handler;
  }

  /** What a page of an origin is granted: all that nobody denies, as in Electron. */
  granted(origin: string): readonly string[] {
    return ASKED.filter(
      (permission) => this.checkHandler?.(null, permission, origin, { isMainFrame: true, securityOrigin: origin }) ?? true,
    );
  }
}

/** `protocol` before the app is ready. */
export class GlobalProtocolDouble implements Pick<Protocol, 'registerSchemesAsPrivileged'> {
  readonly schemes: CustomScheme[] = [];
  readonly #isReady: () => boolean;

  constructor(isReady: () => boolean) {
    this.#isReady = isReady;
  }

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (this.#isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    this.schemes.push(...schemes);
  }
}
