import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { LocalNodeConfig } from '../../../shared/contract/nodes.ts';
import { writeFileAtomically } from '../state/atomic-file.ts';

export interface LivekitConfigValues {
  readonly ports: LocalNodeConfig;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Fills ports and keys into the template `server.yaml` of `templatesDir` and writes it to `target` (0600), comments kept. */
export async function renderLivekitConfig(templatesDir: string, target: string, { ports, apiKey, apiSecret }: LivekitConfigValues): Promise<void> {
  const document = parseDocument(await readFile(join(templatesDir, 'server.yaml'), 'utf8'));
  document.setIn(['port'], ports.httpPort);
  document.setIn(['rtc', 'udp_port'], ports.rtcPort);
  document.setIn(['keys'], document.createNode({ [apiKey]: apiSecret }));
  await writeFileAtomically(target, document.toString());
}
