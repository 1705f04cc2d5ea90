import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { engineEnvironment } from '../src-main/engine/background/index.ts';

// Starts Electron with an environment of its own, as `kimi-shell serve` does for the engine: open-electron.ts <program> [args]
const [program = '', ...args] = process.argv.slice(2);

/** What windows are drawn and typed in by, besides what an engine may see: scale, theme, and the way Chinese is typed. */
const WINDOWS = ['GDK_BACKEND', 'GDK_DPI_SCALE', 'GDK_SCALE', 'GTK_IM_MODULE', 'GTK_THEME', 'KDE_SESSION_VERSION', 'XMODIFIERS'];
/** Signals that a person or a supervisor ends us with. */
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const drawn = WINDOWS.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
const app = spawn(program, args, { env: { ...engineEnvironment(process.env), ...Object.fromEntries(drawn) }, stdio: 'inherit' });
const asked = new Set<NodeJS.Signals>();
for (const signal of PASSED_ON) {
  process.on(signal, () => {
    asked.add(signal);
    // Ctrl-C reaches the app by itself when we share a terminal.
    if (signal !== 'SIGINT' || process.stdin.isTTY !== true) app.kill(signal);
  });
}
app.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
app.once('close', (code, signal) => {
  // It cannot say so itself, and nothing else would be on this terminal.
  if (signal !== null && !asked.has(signal))
    console.error(
      `The app was ended by ${signal}, from outside. Sessions run on in their holder; start it again as you did, and it finds them.`,
    );
  process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
});
