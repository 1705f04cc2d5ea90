import type { Caller, EngineKind } from '#shared/contract/index.ts';
import type { Redactor } from '#shared/redaction/index.ts';
import type { Gateway, GatewayConfig } from '../gateway/types.ts';
import type { Access } from './access/types.ts';
import type { CallerLimits } from './limits/index.ts';
import type { Keychain } from './secrets/types.ts';

/** What is installed: where the bundles and the native parts are that a runtime folder is copied from. */
export interface Installation {
  readonly version: string;
  /** Folder with holder.js, mirror.js, gateway.js, state-writer.js, audit-writer.js, cli.js, headless.js. */
  readonly mainFolder: string;
  readonly nodeBinary: string;
  readonly nodePtyFolder: string;
  /** Folder of the package better-sqlite3. */
  readonly sqliteFolder: string;
  /** Folder of the part that asks the system who connects; null where it could not be built. */
  readonly descentFolder: string | null;
  /** Folder of the package @napi-rs/keyring; null where it is not installed. */
  readonly keyringFolder: string | null;
  /** Folder of the scripted demo model (resources/demo). */
  readonly demoFolder: string;
  /** The built page. */
  readonly rendererFolder: string;
}

export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Where an administrator sets what people on this machine cannot change, and who must own that file. */
export interface AdminFile {
  readonly path: string;
  /** User id; null where the system's folder rights say enough (Windows). */
  readonly owner: number | null;
}

export interface EngineOptions {
  readonly dataFolder: string;
  readonly installation: Installation;
  /** The real Kimi CLI against the scripted model, without an account. */
  readonly demo: boolean;
  /** Who starts it, which decides to whom it makes way. */
  readonly kind: EngineKind;
  /** Take the data folder over from whoever has it, by force if need be; default: by the rule (docs/engine.md). */
  readonly takeOver?: boolean;
  readonly logger: Logger;
  /** Default: the system's. */
  readonly keychain?: Keychain;
  /** The log's, so that both know the same secrets. Default: one of the engine's own. */
  readonly redactor?: Redactor;
  readonly now?: () => number;
  /** Settings for as long as this engine runs, by dotted name. */
  readonly flags?: Readonly<Record<string, string>>;
  /** The administrator's settings (default: the file of this system). */
  readonly admin?: AdminFile;
  /** How this host runs the terminal gateway (a worker here, a utility process in Electron). */
  readonly startGateway: (config: GatewayConfig) => Promise<Gateway>;
}

/** What every contract call is made with. Fixed by the connection. */
export interface CallContext {
  readonly caller: Caller;
  /** Names whose connection it is, for limits and logs: all connections of one caller have one name. */
  readonly connection: string;
}

/** Who wants the engine to end: its person, or another engine that takes its place. */
export type ShutdownWish = { readonly kind: 'asked' } | { readonly kind: 'handed over'; readonly to: EngineKind; readonly pid: number };

/** The engine as hosts see it. Everything else goes through the contract's router (src-main/rpc). */
export interface Engine {
  readonly access: Access;
  /** What each caller may have under way; every door of the host counts into it. */
  readonly limits: CallerLimits;
  readonly startedAt: number;
  /** Tells the engine under which address a page can reach this host, once it listens (null: no page). Resolves when others can read it. */
  setPageOrigin(origin: string | null): Promise<void>;
  /**
   * Whether the data folder was emptied, or removed and made anew, so that another engine may have it. This one is to end without a word: what it wrote in parting
   * would be among the other one's files.
   */
  isDisplaced(): Promise<boolean>;
  /** Bounded (5 s): children live on in their holders. */
  shutdown(): Promise<void>;
  /** Refuses, as ENGINE_ENDING, calls that wait for a person to unlock a secret: with the end of the engine nobody is waited for. */
  endWaits(): void;
  /** Lets nothing that happened wait any more: what was published is written down and told, and event streams come to their end. */
  settle(): Promise<void>;
  /** Resolves when somebody asked the engine to end; the host then ends. */
  readonly shutdownRequested: Promise<ShutdownWish>;
}
