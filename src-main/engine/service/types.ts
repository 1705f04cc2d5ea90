/** Which of the system's service managers runs the engine. A closed set: the three that come with their systems. */
export type ServiceSystem = 'systemd' | 'launchd' | 'task-scheduler';

/** What is to be run as a service. */
export interface ServiceSpec {
  /** Names it to the service manager; one for each data folder (`serviceName`). */
  readonly name: string;
  /** Absolute. */
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly dataFolder: string;
}

export type ServiceState = 'running' | 'starting' | 'stopped' | 'failed';

/** What the service manager says about the service at this moment. */
export interface ServiceLook {
  readonly state: ServiceState;
  readonly pid: number | null;
  /** When that process was started, ms since the epoch; null where the service manager does not say. */
  readonly since: number | null;
  /** Whether the person's services run while nobody is logged in; null where that is unknown or no question. */
  readonly linger: boolean | null;
}

/** What installing changed: `updated` when another description was there, `unchanged` when this very one was. */
export type ServiceChange = 'installed' | 'updated' | 'unchanged';

/** One system's way with services: how one is described, and what its service manager is to be told. */
export interface ServiceAdapter {
  readonly system: ServiceSystem;
  /** Where the description lies. Absolute. */
  file(spec: ServiceSpec): string;
  /** @throws KimiError INVALID_INPUT for a path that this system's description cannot hold */
  describe(spec: ServiceSpec): string | Uint8Array;
  /** @throws KimiError SERVICE_MANAGER_MISSING */
  check(): Promise<void>;
  /** Makes the manager read the description that was just written, start the service now and with the person's login. @throws KimiError SERVICE_REFUSED */
  load(spec: ServiceSpec, change: ServiceChange): Promise<void>;
  /** Stops the service and takes it out of what is started; its description is still there. @throws KimiError SERVICE_REFUSED */
  unload(spec: ServiceSpec): Promise<void>;
  /** The description was removed or put back. */
  reread(spec: ServiceSpec): Promise<void>;
  look(spec: ServiceSpec): Promise<ServiceLook>;
}

/** How a command of the system's ended. */
export interface CommandEnd {
  /** 127 when there is no such program, as a shell has it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the system's commands to its end. Rejects only when it does not end in time. */
export type RunCommand = (program: string, args: readonly string[]) => Promise<CommandEnd>;
