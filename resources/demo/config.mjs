/**
 * kimi-code's config.toml for the scripted model.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const MODEL_ID = 'kimi-shell-demo';

// Three attempts instead of kimi's ten: the scenarios that fail would otherwise retry for minutes before they say so.
const configFor = (port) => `# Written by the Kimi Shell demo at each start.
default_model = "demo"
default_permission_mode = "manual"
telemetry = false

[providers.demo]
type = "kimi"
base_url = "http://127.0.0.1:${port}/v1"
api_key = "no-key-needed"

[models.demo]
provider = "demo"
model = "${MODEL_ID}"
display_name = "Scripted demo"
max_context_size = 131072
capabilities = ["thinking"]

[loop_control]
max_attempts_per_step = 3
`;

/** Writes `config.toml` into `folder` (created when missing), replacing an older one in one step. Returns its path. */
export function writeConfig(folder, port) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'config.toml');
  const fresh = `${file}.${process.pid}.tmp`;
  writeFileSync(fresh, configFor(port), { mode: 0o600 });
  renameSync(fresh, file);
  return file;
}
