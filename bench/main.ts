import { actions } from './actions';
import { deliveries } from './deliveries';
import { polling } from './polling';

const BENCHES = { actions, deliveries, polling };

/** Runs all benchmarks, or the named ones, one after the other, and prints one JSON line per figure. */
async function main(names: string[]): Promise<void> {
	for (const [bench, run] of Object.entries(BENCHES)) {
		if (names.length > 0 && !names.includes(bench)) continue;
		for (const [figure, value] of Object.entries(await run())) {
			console.log(JSON.stringify({ bench, figure, value: Number(value.toPrecision(3)) }));
		}
	}
}

void main(process.argv.slice(2));
