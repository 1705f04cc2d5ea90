import type { MessagePortMain, UtilityProcess, utilityProcess } from 'electron';
import { gatewayEnvironment } from '../../../gateway/environment.ts';
import { gatewayIn } from '../../../gateway/remote-gateway.ts';
import type { Gateway, GatewayConfig, GatewayLog, GatewayReport } from '../../../gateway/types.ts';

export interface GatewayProcessOptions {
  readonly fork: (typeof utilityProcess)['fork'];
  /** `gateway.js` */
  readonly script: string;
}

/** The terminal gateway in a process of its own: what a terminal shows and what is typed never waits for this one. */
export class GatewayProcess {
  private readonly options: GatewayProcessOptions;
  private child: UtilityProcess | null = null;

  constructor(options: GatewayProcessOptions) {
    this.options = options;
  }

  /** Starts a gateway; called again when one is gone. @throws Error when it ends before it listens */
  async start(config: GatewayConfig, log: GatewayLog): Promise<Gateway> {
    const { fork, script } = this.options;
    const child = fork(script, [], { serviceName: 'Kimi Shell terminals', env: gatewayEnvironment(config.dataFolder), stdio: 'ignore' });
    const closed = new Promise<Error | null>((gone) => {
      child.once('exit', (code) => {
        if (this.child === child) this.child = null;
        gone(code === 0 ? null : new Error(`the gateway ended with code ${code}`));
      });
    });
    child.postMessage(config);
    const gateway = await gatewayIn(
      {
        closed,
        say: (message) => child.postMessage(message),
        onReport: (listener) => child.on('message', (report: GatewayReport) => listener(report)),
        terminate: () => void child.kill(),
      },
      log,
    );
    this.child = child;
    return gateway;
  }

  /** Hands a window's port to the gateway. False while there is none. */
  connectWindow(port: MessagePortMain): boolean {
    if (this.child === null) return false;
    this.child.postMessage({ control: 'window' }, [port]);
    return true;
  }
}
