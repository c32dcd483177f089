import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { State } from './state';

const FORMAT = 1;

interface Saved {
	format: number;
	/** The sandbox's time when it was saved. */
	now: string;
	state: State;
}

/** A data file that can't be used. */
export class DataFileError extends Error {}

/**
 * Reads what a sandbox left behind.
 *
 * @returns undefined when there is no such file
 * @throws {DataFileError} when it is not a sandbox's data file
 */
export function loadState(file: string): { now: Date; state: State } | undefined {
	if (!existsSync(file)) return undefined;
	try {
		const saved = JSON.parse(readFileSync(file, 'utf8')) as Partial<Saved>;
		if (saved.format === FORMAT && saved.state && saved.now) {
			return { now: new Date(saved.now), state: saved.state };
		}
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
	}
	throw new DataFileError(
		`${file} is not a data file of this sandbox. Move it away, or name another with --data.`,
	);
}

/** Keeps a file in step with the state, writing in the background. */
export class StateFile {
	private dirty = false;
	private writing: Promise<void> | undefined;

	/** @param snapshot the state and the sandbox's time at this moment */
	constructor(
		private readonly file: string,
		private readonly snapshot: () => { now: Date; state: State },
	) {}

	changed(): void {
		this.dirty = true;
		this.writing ??= this.writeWhileDirty().finally(() => (this.writing = undefined));
	}

	/** Resolves when the file has all changes. */
	async flushed(): Promise<void> {
		while (this.writing) await this.writing;
	}

	private async writeWhileDirty(): Promise<void> {
		while (this.dirty) {
			this.dirty = false;
			const { now, state } = this.snapshot();
			const saved: Saved = { format: FORMAT, now: now.toISOString(), state };
			const unfinished = `${this.file}.${process.pid}.tmp`;
			// The file holds signing secrets.
			await writeFile(unfinished, JSON.stringify(saved), { mode: 0o600 });
			await rename(unfinished, this.file);
		}
	}
}
