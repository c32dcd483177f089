/** @returns the middle of the numbers, the mean of the middle two for an even count */
export function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	return (low + high) / 2;
}

/** @returns the slope of the straight line that fits the points best (least squares) */
export function slope(points: ReadonlyArray<readonly [x: number, y: number]>): number {
	const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
	const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
	const across = points.map(([x, y]) => (x - meanX) * (y - meanY));
	const along = points.map(([x]) => (x - meanX) ** 2);
	return mean(across) / mean(along);
}
