/** A rule that reads source text: what it looks for, where, and what to do instead. */
export interface Guard {
  readonly name: string;
  /** What to do instead, as somebody reads it whose change was refused. */
  readonly advice: string;
  /** Which files it reads, by their path in the checkout. */
  readonly files: RegExp;
  /** What it refuses. */
  readonly refuses: RegExp;
  /** Files that may, each with the reason. */
  readonly except?: Readonly<Record<string, string>>;
  /** A line that it must notice, so that a guard which notices nothing is noticed itself. */
  readonly planted: string;
}

const SOURCE = /^(src-[a-z]+|bench|tests|scripts|bin|resources)\/.*\.(ts|tsx|mjs)$/;
const PRODUCT = /^src-[a-z]+\/.*\.(ts|tsx)$/;
const TEXT = /^(?!package-lock\.json|tests\/fixtures\/|tests\/unit\/project\/guards\.ts).*\.(ts|tsx|mjs|mts|json|md|yml|css|html|sh)$/;

export const GUARDS: readonly Guard[] = [
  {
    name: 'no any',
    advice: 'Name the type, or take `unknown` and narrow it. `any` switches every check after it off.',
    files: PRODUCT,
    // The linter knows types from words; this one is for what it was told to ignore.
    refuses: /\bas any\b|:\s*any\s*[;)=|&]|<any\s*[,>]|\bany\[\]/,
    except: { 'src-main/doors/rpc-handlers.ts': "oRPC's own type for the router of any contract" },
    planted: 'const value = input as any;',
  },
  {
    name: 'no suppressed checker',
    advice: 'Repair what the checker found. Where it is wrong, use `biome-ignore <rule>: <reason>` or `@ts-expect-error -- <reason>`.',
    files: SOURCE,
    refuses: new RegExp(
      `@ts-${'ignore'}|@ts-${'nocheck'}|eslint-${'disable'}|biome-ignore [\\w/]+:?\\s*(?:\\*/)?\\s*$|@ts-expect-error\\s*$`,
    ),
    planted: `// @ts-${'ignore'}`,
  },
  {
    name: 'no swallowed rejection',
    advice: 'Handle the error that you expect by its code, and let every other one through; a log line is the least.',
    files: /^(src-[a-z]+|scripts|bin|resources)\/.*\.(ts|tsx|mjs)$/,
    refuses:
      /(?:\.catch\(|\.then\([^)]*,)\s*(?:(?:async\s*)?\(?\w*\)?\s*=>\s*(?:\{\s*\}|undefined|null|void 0)|noop|Function\.prototype)\s*\)/,
    planted: 'work().catch(() => {});',
  },
  {
    name: 'no empty catch',
    advice: 'Say in the block why nothing is to be done, and return what the caller expects; better, expect one error by its code.',
    files: SOURCE,
    refuses: /\bcatch\s*(?:\(\w+\)\s*)?\{\s*\}/,
    planted: 'try { work(); } catch {}',
  },
  {
    name: 'no sleep in tests',
    advice:
      'Wait for a receipt (an event, a line, an exit), or ask again with `until` from tests/support: a sleep is too long or too short.',
    files: /^tests\/.*\.(test|spec)\.tsx?$/,
    refuses: /from 'node:timers\/promises'|=>\s*setTimeout\(|\bwaitForTimeout\(|\bsleep\(/,
    except: {
      'tests/integration/demo/model.test.ts': 'proves that nothing comes, which takes a stretch of time',
      'tests/integration/holder/leaks.long.test.ts': 'measures what a holder does in a stretch of stillness',
      'tests/integration/engine/starting.test.ts': 'kills an engine at given moments of its start',
      'tests/e2e/desktop/what-breaks.spec.ts': 'lets a process stand still for a stretch of time',
      'tests/e2e/headless/idle-window.spec.ts': 'records what a window does in a stretch of stillness',
    },
    planted: 'await new Promise((resolve) => setTimeout(resolve, 100));',
  },
  {
    name: 'no simulated benchmark',
    advice: 'Measure the product itself beside its peer. A benchmark that simulates what it claims to measure says nothing.',
    files: /^bench\/.*\.ts$/,
    refuses: /\b(?:function|const|class)\s+\w*(?:simulat|mock|fake)\w*/i,
    planted: 'function simulateFlood() {',
  },
  {
    name: 'no blocking call where bytes pass',
    advice:
      'Gateway, mirror and holder carry key presses: use the asynchronous call, or do it at the start and list the file here with the reason.',
    files: /^src-main\/(gateway|mirror|holder)\/.*\.ts$/,
    refuses:
      /\b(?:read|write|append|open|close|stat|lstat|fstat|exists|readdir|mkdir|rm|rename|unlink|access|copyFile|truncate|fsync|execFile|exec|spawn)\w*Sync\(/,
    except: {
      'src-main/holder/endpoint.ts': 'once, when a path is chosen',
      'src-main/holder/entry.ts': 'at the start, before anything is carried',
      'src-main/holder/process/gate.ts': 'once, when the module is loaded',
      'src-main/holder/process/look.ts': 'reads what the kernel has in its memory, when a connection is made',
      'src-main/holder/process/posix-pty.ts': 'opens and closes a terminal, which does not touch a disk',
      'src-main/holder/process/read-on.ts': 'reads from a terminal that never blocks (O_NONBLOCK): an empty one answers EAGAIN',
      'src-main/holder/process/fd-sink.ts': 'writes to a terminal that never blocks (O_NONBLOCK): a full one answers EAGAIN',
    },
    planted: "const text = readFileSync('file');",
  },
  {
    name: 'no path of one machine',
    advice: 'Find the place from import.meta, the home folder or a setting: this path is only on the machine where it was written.',
    files: TEXT,
    refuses: /(?:^|[\s'"`(=])\/(?:work|root|Users\/\w+)\//,
    planted: "const at = '/root/project';",
  },
  {
    name: 'no registry host or token',
    advice: 'The lock file names packages by version and hash; a secret never goes into a file.',
    files: /^(package(-lock)?\.json|\.npmrc|.*\.(md|yml|mjs|ts))$/,
    refuses: new RegExp(`"${'resolved'}": "https?:|_${'authToken'}|\\bnpm_[A-Za-z0-9]{36}\\b|\\bgh[pousr]_[A-Za-z0-9]{36}\\b`),
    planted: `"${'resolved'}": "https://registry.example/a.tgz",`,
  },
];
