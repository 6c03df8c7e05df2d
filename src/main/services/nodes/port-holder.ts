import { readdir, readFile, readlink } from 'node:fs/promises';

const LISTENING = '0A';

/**
 * The process that has `port`, where the system tells: Linux, and only processes of the same user unless we are root.
 * Undefined anywhere else.
 */
export async function portHolder(protocol: 'tcp' | 'udp', port: number): Promise<{ name: string; pid: number } | undefined> {
  if (process.platform !== 'linux') return undefined;
  const tables = await Promise.all([protocol, `${protocol}6`].map((table) => readFile(`/proc/net/${table}`, 'utf8').catch(() => '')));
  const inodes = new Set(tables.flatMap((table) => socketsOn(table, port, protocol)));
  if (inodes.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
    if (!links.some((link) => inodes.has(link))) continue;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    return { name: name.trim(), pid: Number(pid) };
  }
  return undefined;
}

/** `socket:[inode]` of each socket in a `/proc/net` table that holds the port. */
function socketsOn(table: string, port: number, protocol: 'tcp' | 'udp'): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && (protocol === 'udp' || fields[3] === LISTENING))
    .map((fields) => `socket:[${fields[9]}]`);
}
