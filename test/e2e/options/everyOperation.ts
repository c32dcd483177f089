import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedRequest } from '../../../sandbox';
import {
	byName,
	execute,
	operationRow,
	parameterOf,
	startExecution,
	type Operation,
} from './operation';
import type { Json } from './json';
import { rowOf, together, withValue, type Row } from './row';
import { LUNA, type Sent } from './sent';
import { checked, summaryOf } from './shown';

/** The agent by each mode of its field. The operation itself names it Luna. */
export function agentRows(base: Operation): Row[] {
	const parameter = parameterOf(base.resource, base.operation, 'agentId');
	const of = (segment: string): Sent[] => [withAgent(base.sends, segment)];
	return [
		operationRow(base, parameter, {
			as: 'from the list',
			value: { __rl: true, mode: 'list', value: LUNA, cachedResultName: 'Luna' },
			sends: of(LUNA),
		}),
		operationRow(base, parameter, {
			as: 'by ID',
			value: { __rl: true, mode: 'id', value: LUNA },
			sends: of(LUNA),
		}),
		operationRow(base, parameter, {
			as: 'by a name with a space and a slash',
			value: byName('Luna Moon/II'),
			agent: 'Luna Moon/II',
			sends: of('Luna%20Moon%2FII'),
		}),
		operationRow(base, parameter, {
			as: 'an expression for the whole field',
			value: '={{ "Luna" }}',
			sends: of('Luna'),
		}),
	];
}

function withAgent(sent: Sent, segment: string): Sent {
	if (typeof sent === 'string') return sent.replace('/agents/Luna', `/agents/${segment}`);
	return [sent[0].replace('/agents/Luna', `/agents/${segment}`), sent[1]];
}

const HELD_MS = 120;
/** A timer may fire a millisecond early, and the platform's times are whole milliseconds. */
const ROUNDING_MS = 2;
const PATIENCE_MS = 30_000;

/**
 * How many items are worked on at a time.
 *
 * @param apart parameters by which three items lead to three requests; the items have `n`: 1, 2 and 3
 */
export function concurrencyRows(base: Operation, apart: Json): Row[] {
	const parameter = parameterOf(base.resource, base.operation, 'concurrency');
	const settings = { onError: 'continueRegularOutput' };
	const three = async (sandbox: Parameters<NonNullable<Operation['before']>>[0]) => {
		const seeded = (await base.before?.(sandbox, 'Luna')) ?? [{}];
		return [1, 2, 3].map((n) => ({ ...seeded[0], n }));
	};
	const parameters = together(base.parameters, apart);
	const at = (value: number) => withValue(parameters, parameter, value);
	return [
		rowOf(parameter, { value: 1, as: '1, one item after the other' }, async (stage) => {
			await stage.lanes.with(async (lane) => {
				const items = await three(lane.sandbox);
				lane.sandbox.clearRequests();
				lane.sandbox.faults.add({ latencyMs: HELD_MS });
				const execution = await execute(stage, lane, base, { parameters: at(1), items, settings });
				await checked(
					lane.sandbox,
					() => summaryOf(execution),
					async () => {
						const times = lane.sandbox.requests().map((request) => Date.parse(request.at));
						expect(times).toHaveLength(3);
						// Each waits for the answer to the one before.
						const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
						expect(Math.min(...pauses)).toBeGreaterThanOrEqual(HELD_MS - ROUNDING_MS);
						await Promise.resolve();
					},
				);
			});
		}),
		rowOf(parameter, { value: 100, as: '100, side by side' }, async (stage) => {
			await stage.lanes.with(async (lane) => {
				const items = await three(lane.sandbox);
				lane.sandbox.clearRequests();
				lane.sandbox.faults.add({ hang: true });
				const id = await startExecution(stage, lane, base, {
					parameters: at(100),
					items,
					settings,
				});
				const isOpen = ({ status }: RecordedRequest) => status === 0;
				const open = () => lane.sandbox.requests().filter(isOpen).length;
				await checked(
					lane.sandbox,
					() => 'an execution that was stopped',
					async () => {
						for (const end = Date.now() + PATIENCE_MS; open() < 3 && Date.now() < end; ) {
							await sleep(50);
						}
						expect(open()).toBe(3);
					},
				);
				await stage.session.post(`/executions/${id}/stop`);
			});
		}),
		...[0, 101].map((value) =>
			operationRow(base, parameter, { value, fails: /'Concurrency' .*from 1 to 100/ }),
		),
	];
}
