/** Waits until something has happened that no promise tells of; fails after ten seconds unless told. */
export async function until(
	condition: () => boolean | Promise<boolean>,
	patienceMs = 10_000,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	while (!(await condition())) {
		if (Date.now() > deadline)
			throw new Error(`It did not happen within ${patienceMs / 1000} seconds`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
