/** Arguments that choose the web host: `--web`, which is for the scripts alone, and all that the web host knows, of which Electron knows none. */
const WEB_ONLY = new Set(['--web', '--no-open', '--port', '--data-dir', '--no-rehearsal', '--node-ports', '--help', '-h']);

/**
 * Why the console starts in the browser, in words; undefined when it starts in Electron. `--port=5000` is as good as `--port 5000`.
 *
 * @param noElectron why Electron cannot start here; undefined when it can
 */
export function whyWebHost(args, noElectron) {
  const flag = args.map((arg) => arg.split('=')[0]).find((name) => WEB_ONLY.has(name));
  if (flag === undefined) return noElectron;
  return flag === '--web' ? 'it was asked for' : `${flag} is for the web host`;
}

/** What is passed on to the web host. */
export const webHostArgs = (args) => args.filter((arg) => arg !== '--web');
