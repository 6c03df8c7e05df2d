import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What tells the process `pid` from every other that has or had the same number: on Linux its start time and the boot it
 * belongs to, elsewhere its start time and command line as the system prints them. Undefined: no such process.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  try {
    switch (process.platform) {
      case 'linux':
        return await linuxIdentity(pid);
      case 'win32': {
        const query = `Get-CimInstance Win32_Process -Filter "ProcessId=${pid}" | ForEach-Object { "$($_.CreationDate.Ticks) $($_.CommandLine)" }`;
        return (await run('powershell.exe', ['-NoProfile', '-Command', query])).stdout.trim() || undefined;
      }
      default:
        return (await run('ps', ['-o', 'lstart=,command=', '-p', String(pid)])).stdout.trim() || undefined;
    }
  } catch {
    // ps and /proc have nothing about a process that is gone: that is the answer.
    return undefined;
  }
}

async function linuxIdentity(pid: number): Promise<string | undefined> {
  const [stat, bootId] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile('/proc/sys/kernel/random/boot_id', 'utf8')]);
  // The name in brackets may hold spaces and brackets: count from the last bracket. Field 3 is the state, 22 the start time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie holds no port and no file, and cannot be killed: it counts as gone.
  if (fields[0] === 'Z') return undefined;
  return `${bootId.trim()} ${fields[19]}`;
}
