/** A map that makes room for a new entry by forgetting the one that was used the longest ago. */
export class BoundedMap<V> {
	private readonly entries = new Map<string, V>();

	/** @param capacity how many entries it holds, at least 1 */
	constructor(private readonly capacity: number) {}

	get(key: string): V | undefined {
		const value = this.entries.get(key);
		if (value === undefined) return undefined;
		this.entries.delete(key);
		this.entries.set(key, value);
		return value;
	}

	set(key: string, value: V): void {
		this.entries.delete(key);
		this.entries.set(key, value);
		if (this.entries.size <= this.capacity) return;
		const [oldest] = this.entries.keys();
		if (oldest !== undefined) this.entries.delete(oldest);
	}

	delete(key: string): void {
		this.entries.delete(key);
	}
}
