import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepLines } from './lines';

const FOLDER = join(__dirname, 'recordings');

const fileOf = (scenario: string) => join(FOLDER, `${scenario.replaceAll(' ', '-')}.json`);

/** What the real n8n did, as checked in. */
export function readRecording(scenario: string): StepLines[] {
	return JSON.parse(readFileSync(fileOf(scenario), 'utf8')) as StepLines[];
}

export async function writeRecording(scenario: string, steps: StepLines[]): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	await writeFile(fileOf(scenario), `${JSON.stringify(steps, null, '\t')}\n`);
}
