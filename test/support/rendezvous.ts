/** Holds everybody back until so many have come; from then on, nobody. */
export function rendezvous(count: number): () => Promise<void> {
	let come = 0;
	let open: () => void = () => undefined;
	const opened = new Promise<void>((resolve) => (open = resolve));
	return async () => {
		if (++come === count) open();
		await opened;
	};
}
