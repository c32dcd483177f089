/** Waits until something has happened that no promise tells of; fails after ten seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 10_000;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new Error('It did not happen within 10 seconds');
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
