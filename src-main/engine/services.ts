import type { z } from 'zod';
import type {
  AgentInfo,
  AwakeReason,
  Caller,
  Diagnostics,
  DoctorCheck,
  EngineKind,
  EngineLoad,
  SessionInfo,
  SystemStatus,
} from '#shared/contract/index.ts';
import type { Redactor } from '#shared/redaction/index.ts';
import type { Audit } from './audit/index.ts';
import type { FileService } from './files/index.ts';
import type { Logs } from './logs/index.ts';
import type { NotificationService } from './notifications/index.ts';
import type { Power } from './power/index.ts';
import type { Arrangement, SessionService } from './sessions/index.ts';
import type { Layouts, SettingsService } from './settings/index.ts';
import type { Telemetry } from './telemetry/index.ts';
import type { TerminalService } from './terminals/index.ts';
import type { Logger } from './types.ts';
import type { WindowRequests, WindowStreams, Windows } from './windows/index.ts';

/** The engine about itself. */
export interface SystemService {
  status(): Promise<SystemStatus>;
  /** What this engine still has to do when the app quits. */
  awake(): Promise<{ reasons: AwakeReason[] }>;
  /** How busy this process is, measured for `ms`. */
  load(ms: number): Promise<EngineLoad>;
  doctor(): Promise<{ checks: z.infer<typeof DoctorCheck>[] }>;
  /** Does what the remedy of a finding says, and looks again. @throws KimiError NOT_FOUND | CONFLICT when it cannot be repaired from here | as the repair does */
  repair(finding: string): Promise<{ check: z.infer<typeof DoctorCheck> }>;
  /** What somebody who helps needs to know, without secrets. */
  diagnostics(): Promise<Diagnostics>;
  /** Asks the host to end; children live on. */
  shutdown(): Promise<{ pid: number }>;
  /** Makes way for another engine. @throws KimiError ENGINE_ALREADY_RUNNING when this one stays */
  handOver(wish: { readonly to: EngineKind; readonly pid: number; readonly insist: boolean }): Promise<{ pid: number }>;
  /** A fresh single-use link to the page. @throws KimiError CONFLICT when this host serves no page */
  link(): Promise<{ url: string }>;
  /** Ends the access of every page, its terminals included. */
  revokePages(): Promise<{ pages: number }>;
}

/** The agents that this machine has. */
export interface AgentService {
  list(options: { readonly refresh: boolean }): Promise<readonly AgentInfo[]>;
  /** Runs Kimi's installer in a session that the person can watch. @throws KimiError as starting any session does */
  install(caller: Caller): Promise<SessionInfo>;
}

/** What the contract is implemented with (src-main/rpc): one service for each of its domains. */
export interface EngineServices {
  readonly system: SystemService;
  readonly sessions: SessionService;
  readonly arrangement: Arrangement;
  readonly terminals: TerminalService;
  readonly agents: AgentService;
  readonly files: FileService;
  readonly notifications: NotificationService;
  readonly settings: SettingsService;
  readonly layouts: Layouts;
  readonly audit: Audit;
  readonly logs: Logs;
  readonly telemetry: Pick<Telemetry, 'called'>;
  readonly events: WindowStreams;
  readonly windows: Windows;
  readonly windowRequests: WindowRequests;
  readonly power: Power;
  readonly dataFolder: string;
  readonly logger: Logger;
  /** What leaves the machine or is written down for others goes through it. */
  readonly redactor: Redactor;
}
