import { keepsCompiled } from '../holder/compiled-code.ts';

/** The environment of a data folder's gateway. Of its host's it has what the paths of sockets depend on. */
export function gatewayEnvironment(dataFolder: string): NodeJS.ProcessEnv {
  const { XDG_RUNTIME_DIR } = process.env;
  return { ...keepsCompiled(dataFolder), ...(XDG_RUNTIME_DIR === undefined ? {} : { XDG_RUNTIME_DIR }) };
}
