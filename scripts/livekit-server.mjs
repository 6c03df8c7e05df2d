import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, executable, isExecutable, LIVEKIT_VERSION, onPath } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { capture } from './run-command.mjs';

const CONNECT_TIMEOUT_MS = 5_000;
const STALL_TIMEOUT_MS = 20_000;
const release = `https://github.com/livekit/livekit/releases/download/v${LIVEKIT_VERSION}`;

/** Where set-up puts the server, and where the host looks after the PATH. */
export const serverInDataFolder = () => join(dataFolder(), 'bin', executable('livekit-server'));

/** The server this machine would run: on the PATH, else in the data folder, else undefined. */
export function findLivekitServer() {
  const inDataFolder = serverInDataFolder();
  return onPath('livekit-server') ?? (isExecutable(inDataFolder) ? inDataFolder : undefined);
}

/** `1.8.4`, or undefined when the program does not say. */
export async function livekitVersion(path) {
  const { output } = await capture(path, ['--version']);
  return /version (\d+\.\d+\.\d+)/.exec(output)?.[1];
}

/** File name of the release for this platform, or undefined where LiveKit publishes none (macOS has Homebrew instead). */
export function releaseAsset(platform = process.platform, arch = process.arch) {
  const cpu = { x64: 'amd64', arm64: 'arm64', arm: 'armv7' }[arch];
  if (platform === 'linux' && cpu) return `livekit_${LIVEKIT_VERSION}_linux_${cpu}.tar.gz`;
  if (platform === 'win32' && (cpu === 'amd64' || cpu === 'arm64')) return `livekit_${LIVEKIT_VERSION}_windows_${cpu}.zip`;
  return undefined;
}

/** The sha256 of `asset` in the text of a `checksums.txt`, or undefined. */
export function checksumOf(checksums, asset) {
  return checksums
    .split('\n')
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([sum, name]) => name === asset && /^[0-9a-f]{64}$/.test(sum ?? ''))?.[0];
}

/** GitHub kept us waiting; the message says how. */
class TooSlow extends Error {}

/**
 * Fetches `url` whole. Gives up after 5 s without an answer and after 20 s without a byte, so nothing here can hang.
 * @throws TooSlow
 */
async function download(url, onBytes) {
  const abort = new AbortController();
  const giveUpAfter = (ms, what) => setTimeout(() => abort.abort(new TooSlow(`GitHub ${what} ${ms / 1_000} s`)), ms);
  let timer = giveUpAfter(CONNECT_TIMEOUT_MS, 'did not answer within');
  const renew = () => {
    clearTimeout(timer);
    timer = giveUpAfter(STALL_TIMEOUT_MS, 'stopped sending for');
  };
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
    const total = Number(response.headers.get('content-length') ?? 0);
    const chunks = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      renew();
      chunks.push(chunk);
      onBytes((bytes += chunk.length), total);
    }
    return Buffer.concat(chunks);
  } catch (thrown) {
    throw abort.signal.aborted ? abort.signal.reason : thrown;
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves with undefined when the release's server is in the data folder, else with the reason. */
async function fromRelease() {
  const asset = releaseAsset();
  if (!asset) return 'LiveKit publishes no release for this platform';
  const folder = mkdtempSync(join(tmpdir(), 'livekit-'));
  try {
    return await withProgress(`livekit-server ${LIVEKIT_VERSION} from its GitHub release`, async (detail) => {
      const sum = checksumOf((await download(`${release}/checksums.txt`, () => {})).toString(), asset);
      if (!sum) return `the release's checksums.txt does not name ${asset}`;
      const archive = await download(`${release}/${asset}`, (bytes, total) => {
        detail(`${(bytes / 1e6).toFixed(1)}${total ? ` of ${(total / 1e6).toFixed(1)}` : ''} MB`);
      });
      if (createHash('sha256').update(archive).digest('hex') !== sum) return `${asset} does not match its checksum and was thrown away`;
      writeFileSync(join(folder, asset), archive);
      const { code, output } = await capture('tar', ['-xf', join(folder, asset), '-C', folder]);
      if (code !== 0) return `tar could not open ${asset}: ${output.trim()}`;
      place(join(folder, executable('livekit-server')));
      return undefined;
    });
  } catch (thrown) {
    return thrown instanceof TooSlow ? thrown.message : `GitHub could not be reached (${thrown.cause?.code ?? thrown.message})`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds the pinned module version. Resolves with undefined when the server is in the data folder, else with the reason. */
async function fromGo() {
  const go = onPath('go');
  if (!go) return 'Go is not on the PATH, so it cannot be built here either';
  const bin = join(dataFolder(), 'bin');
  mkdirSync(bin, { recursive: true });
  const folder = mkdtempSync(join(bin, '.building-'));
  try {
    const title = `livekit-server ${LIVEKIT_VERSION} built with Go (about 4 minutes on two cores)`;
    let compiled = 0;
    let fetched = 0;
    const { code, output } = await withProgress(title, (detail) =>
      capture(go, ['install', '-v', `github.com/livekit/livekit-server/cmd/server@v${LIVEKIT_VERSION}`], {
        env: { ...process.env, GOBIN: folder },
        onLine: (line) => {
          if (line.startsWith('go: downloading')) fetched += 1;
          else compiled += 1;
          detail(compiled ? `${compiled} packages compiled` : `${fetched} modules fetched`);
        },
      }),
    );
    if (code !== 0) return `go install failed:\n${output.trim().split('\n').slice(-12).join('\n')}`;
    place(join(folder, executable('server')));
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Moves the finished program to its place in one step; whoever looks sees either nothing or the whole of it. */
function place(file) {
  const target = serverInDataFolder();
  mkdirSync(join(dataFolder(), 'bin'), { recursive: true });
  const arriving = `${target}.${process.pid}`;
  writeFileSync(arriving, readFileSync(file), { mode: 0o755 });
  renameSync(arriving, target);
}

/** Gets the server by whatever way works here. Resolves with undefined, or with what went wrong and what to do. */
export async function installLivekitServer() {
  const release = await fromRelease();
  if (release === undefined) return undefined;
  const go = await fromGo();
  if (go === undefined) return undefined;
  return [
    `livekit-server is missing: ${release}; ${go}.`,
    process.platform === 'darwin' ? 'Install it with: brew install livekit' : `Put livekit-server ${LIVEKIT_VERSION} on the PATH or at ${serverInDataFolder()},`,
    'or install Go (https://go.dev/dl) and start again. A LiveKit server elsewhere can be entered in the console under Nodes.',
  ].join('\n');
}
