// What the processes of the double say to each other. The browser side (browser.ts) stands in the middle: it owns Chromium and the
// utility processes and carries what goes over message ports, so that bytes pass the app's main process here as little as in Electron.

/** Something on a port: from the end that said it to browser.ts, from there to the other end. */
export type PortTraffic =
  /** A channel was made by whoever says this. */
  | { readonly t: 'pair'; readonly ends: readonly [string, string] }
  /** `port` is the end that speaks; on the way from browser.ts, the one that is spoken to. `ports` go along. */
  | { readonly t: 'port'; readonly port: string; readonly data: unknown; readonly ports: readonly string[] }
  /** For an end that has moved on: to be brought to where it is now. */
  | { readonly t: 'forward'; readonly port: string; readonly data: unknown; readonly ports: readonly string[] }
  | { readonly t: 'close'; readonly port: string };

/** How a window is made. */
export interface WindowSpec {
  readonly width: number;
  readonly height: number;
  /** Source of the preload; null for none. */
  readonly preload: string | null;
  /** Names of the permissions that the session's handlers grant to its page. */
  readonly permissions: readonly string[];
}

/** What the app's main process asks of browser.ts; each is answered. */
export interface BrowserCalls {
  open(window: number, spec: WindowSpec): { readonly target: string };
  load(window: number, url: string): null;
  reload(window: number): null;
  resize(window: number, width: number, height: number): null;
  activate(window: number): null;
  /** Drops files of this machine on a page, CSS pixels. */
  drop(window: number, x: number, y: number, paths: readonly string[]): null;
  destroy(window: number): null;
  /** Address at which a test reaches Chromium's developer tools. */
  devTools(): string;
}

export type FromMain =
  | PortTraffic
  | { readonly t: 'call'; readonly id: number; readonly method: keyof BrowserCalls; readonly args: readonly unknown[] }
  | {
      readonly t: 'fork';
      readonly utility: number;
      readonly script: string;
      readonly args: readonly string[];
      readonly env: NodeJS.ProcessEnv;
    }
  | { readonly t: 'to-utility'; readonly utility: number; readonly data: unknown; readonly ports: readonly string[] }
  | { readonly t: 'kill'; readonly utility: number }
  | {
      readonly t: 'to-page';
      readonly window: number;
      readonly channel: string;
      readonly args: readonly unknown[];
      readonly ports: readonly string[];
    }
  | { readonly t: 'answer'; readonly question: number; readonly value: unknown };

/** A request of a page for an address of a scheme that the app serves. */
export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}
export interface PageResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** What browser.ts asks the main process; it answers in its own time. */
export interface MainQuestions {
  request(window: number, request: PageRequest): PageResponse;
  /** Whether a page may go somewhere. */
  navigate(window: number, url: string, mainFrame: boolean): boolean;
}

export type ToMain =
  | PortTraffic
  | { readonly t: 'result'; readonly id: number; readonly value?: unknown; readonly error?: string }
  | { readonly t: 'question'; readonly question: number; readonly method: keyof MainQuestions; readonly args: readonly unknown[] }
  | {
      readonly t: 'from-page';
      readonly window: number;
      readonly channel: string;
      readonly args: readonly unknown[];
      readonly url: string;
      readonly top: boolean;
    }
  | { readonly t: 'page-ready'; readonly window: number; readonly url: string; readonly title: string }
  | { readonly t: 'crashed'; readonly window: number }
  | { readonly t: 'gone'; readonly window: number }
  | { readonly t: 'window-open'; readonly window: number; readonly url: string }
  | { readonly t: 'from-utility'; readonly utility: number; readonly data: unknown; readonly ports: readonly string[] }
  | { readonly t: 'utility-exit'; readonly utility: number; readonly code: number };

/** Between browser.ts and a utility process. */
export type UtilityTraffic = PortTraffic | { readonly t: 'parent'; readonly data: unknown; readonly ports: readonly string[] };

/**
 * Chromium has no way to be taught a scheme from outside, so pages of `app://kimi-shell/` are served as `https://kimi-shell.app.invalid/`,
 * which is a secure context with an origin of its own too. The app never sees the second form.
 */
export function toBrowserUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/i.exec(url);
  if (match === null || /^(https?|file|ws|wss|chrome|devtools)$/i.test(match[1] ?? '')) return url;
  return `https://${match[2]}.${match[1]}.invalid${match[3] === '' ? '/' : match[3]}`;
}

/** The address that the app knows for one of Chromium's. */
export function toAppUrl(url: string): string {
  const match = /^https:\/\/([^/?#]+)\.([a-z0-9+-]+)\.invalid(.*)$/i.exec(url);
  return match === null ? url : `${match[2]}://${match[1]}${match[3]}`;
}
