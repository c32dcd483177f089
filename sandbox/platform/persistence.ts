import { randomUUID } from 'node:crypto';
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

/** A data file that can't be used; the message names the way out. */
export class DataFileError extends Error {}

/**
 * Reads what a sandbox left behind.
 *
 * @returns undefined when there is no such file
 * @throws {DataFileError} when it can't be read or is not a sandbox's data file
 */
export function loadState(file: string): { now: Date; state: State } | undefined {
	if (!existsSync(file)) return undefined;
	const { format, now, state } = parse(file);
	if (format === FORMAT && now && state) return { now: new Date(now), state };
	throw new DataFileError(
		`${file} is not a data file of this sandbox. Move it away, or name another with --data.`,
	);
}

function parse(file: string): Partial<Saved> {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Partial<Saved>;
	} catch (error) {
		if (error instanceof SyntaxError) return {};
		throw unusable(file, error);
	}
}

function unusable(file: string, error: unknown): DataFileError {
	const { code } = error as NodeJS.ErrnoException;
	return new DataFileError(`Can't use ${file} (${code}). Name another file with --data.`);
}

/** Keeps a file in step with the state, writing in the background. */
export class StateFile {
	private dirty = false;
	private writing: Promise<void> | undefined;

	/**
	 * @param snapshot the state and the sandbox's time at this moment
	 * @param onError told when a background write failed; the next change tries again
	 */
	constructor(
		private readonly file: string,
		private readonly snapshot: () => { now: Date; state: State },
		private readonly onError: (error: unknown) => void,
	) {}

	/** Has the file written soon. */
	changed(): void {
		this.dirty = true;
		this.writing ??= this.writeWhileDirty()
			.catch(this.onError)
			.finally(() => (this.writing = undefined));
	}

	/** Resolves when the file has all changes. */
	async flushed(): Promise<void> {
		while (this.writing) await this.writing;
	}

	/** @throws {DataFileError} when the file can't be written */
	async write(): Promise<void> {
		const { now, state } = this.snapshot();
		const saved: Saved = { format: FORMAT, now: now.toISOString(), state };
		const unfinished = `${this.file}.${randomUUID()}.tmp`;
		try {
			// The file holds signing secrets.
			await writeFile(unfinished, JSON.stringify(saved), { mode: 0o600 });
			await rename(unfinished, this.file);
		} catch (error) {
			throw unusable(this.file, error);
		}
	}

	private async writeWhileDirty(): Promise<void> {
		while (this.dirty) {
			this.dirty = false;
			await this.write();
		}
	}
}
