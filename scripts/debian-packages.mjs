import { existsSync, readFileSync } from 'node:fs';
import { onPath } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { capture } from './run-command.mjs';

/** Machine translation: the engine, and the pairs that reach Spanish, Catalan, Portuguese and French from English. */
const TRANSLATION_PACKAGES = ['apertium', 'apertium-eng-spa', 'apertium-eng-cat', 'apertium-es-pt', 'apertium-fr-es'];

/** The voices; without them the bundled ones speak, which take ten times as long. */
const VOICE_PACKAGES = ['espeak-ng'];

/** What interprets: translators and voices. */
export const INTERPRETING_PACKAGES = [...TRANSLATION_PACKAGES, ...VOICE_PACKAGES];

/** The browser in which tests and screenshots open the console. */
export const BROWSER_PACKAGES = ['chromium'];

/** True on Debian and what descends from it. */
export function isDebian(osRelease = '/etc/os-release') {
  if (process.platform !== 'linux' || !existsSync(osRelease) || !onPath('dpkg-query')) return false;
  return /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync(osRelease, 'utf8'));
}

/** Those of `packages` that dpkg does not list as installed; of a voice any that is on the PATH will do. One call, no network. */
export async function missingDebianPackages(packages) {
  const { output } = await capture('dpkg-query', ['-W', '-f=${Package} ${db:Status-Abbrev}\\n', ...packages]);
  const installed = new Set([...output.matchAll(/^(\S+) ii/gm)].map(([, name]) => name));
  return packages.filter((name) => !installed.has(name) && !(VOICE_PACKAGES.includes(name) && onPath(name)));
}

/** The command a person would type. */
export const aptCommand = (packages) => `sudo apt-get update && sudo apt-get install --no-install-recommends ${packages.join(' ')}`;

/** Installs `packages` as root. Resolves with undefined, or with what went wrong and what to do. */
export async function installDebianPackages(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = async (title, args, onLine) => {
    const { code, output } = await withProgress(title, (detail) =>
      capture('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { env, onLine: (line) => onLine?.(line, detail) }),
    );
    return code === 0 ? undefined : `${title} failed:\n${output.trim().split('\n').slice(-12).join('\n')}\nTry by hand: ${aptCommand(packages)}`;
  };
  let setUp = 0;
  return (
    (await apt('Debian package lists', ['update'])) ??
    (await apt(`Debian packages ${packages.join(', ')}`, ['install', '-y', '--no-install-recommends', ...packages], (line, detail) => {
      if (line.startsWith('Setting up ')) detail(`${++setUp} set up`);
      else if (line.startsWith('Get:')) detail('downloading');
    }))
  );
}
